import { expect, test } from 'vitest';
import { preferredType } from '../../../src/platform/http/accept.js';

const OFFERED = ['application/json', 'text/event-stream', 'text/html'] as const;

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/event-stream', 'text/event-stream'],
  ['text/*', 'text/event-stream'],
  ['application/json, text/event-stream', 'application/json'],
  ['text/event-stream, application/json', 'text/event-stream'],
  ['application/json;q=0.5, text/event-stream;q=0.9', 'text/event-stream'],
  ['application/json; charset=utf-8; q=1, text/event-stream', 'application/json'],
  ['text/event-stream;q=0, */*', 'application/json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['TEXT/HTML', 'text/html'],
  ['image/png', null],
])('a client that accepts %s gets %s', (accept, type) => {
  expect(preferredType(accept, OFFERED)).toBe(type);
});
