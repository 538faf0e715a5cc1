import { expect, test } from 'vitest';
import { gmailLimits } from '../../../src/providers/gmail/gmail-limits.js';

const BASE = 'https://gmail.googleapis.com/gmail/v1/users/me';
const classOf = (method: string, path: string) =>
  gmailLimits.classOf?.({ method, url: new URL(`${BASE}/${path}`) })?.name ?? null;

test.each([
  ['GET', 'messages/18c2', 'messages'],
  ['GET', 'messages/18c2/attachments/a1', 'messages'],
  ['POST', 'messages/send', 'sends'],
  ['GET', 'messages?q=after:1', null],
  ['GET', 'history?startHistoryId=1', null],
  ['POST', 'watch', null],
])('counts %s %s with %s', (method, path, name) => {
  expect(classOf(method, path)).toBe(name);
});

test('keeps to the 6,000 units a minute that Gmail gives an account, whatever is called', () => {
  const perMinute = (method: string, path: string) =>
    (gmailLimits.classOf?.({ method, url: new URL(`${BASE}/${path}`) })?.limit ?? gmailLimits.integration).requests;
  const units =
    perMinute('GET', 'messages/1') * 20 + perMinute('POST', 'messages/send') * 100 + perMinute('GET', 'messages') * 5;

  expect(units).toBeLessThanOrEqual(6000);
});
