import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Cursors } from '../../../../../src/platform/graphql/pagination/cursor.js';
import { checkPageSize } from '../../../../../src/platform/graphql/pagination/page-size.js';

const runs = new Cursors('runs:newest', z.string().startsWith('run_'));
const things = new Cursors('things:newest', z.string().startsWith('run_'));
const feed = new Cursors('feed', z.int().min(0));

function encodeText(text: string): string {
  return Buffer.from(text).toString('base64url');
}

describe('a cursor', () => {
  test('gives back the key that it was made of', () => {
    expect(runs.decode(runs.encode('run_1'))).toBe('run_1');
    expect(feed.decode(feed.encode(42))).toBe(42);
  });

  test('needs no escaping in an address', () => {
    expect(runs.encode('run_>>>???')).toMatch(/^[\w-]+$/);
  });

  test('of another list is refused', () => {
    expect(() => runs.decode(things.encode('run_1'))).toThrow(/belongs to another list/);
  });

  test.each([
    ['nothing', ''],
    ['not base64url', '§$%'],
    ['not JSON', encodeText('run_1')],
    ['no pair', encodeText('["runs:newest"]')],
    ['an object', encodeText('{"list":"runs:newest"}')],
    ['a key of another kind', encodeText('["runs:newest",7]')],
    ['a key of another prefix', encodeText('["runs:newest","int_1"]')],
    ['too long', encodeText(`["runs:newest","run_${'x'.repeat(2000)}"]`)],
  ])('that is %s is refused in words that say what to do', (_, cursor) => {
    expect(() => runs.decode(cursor)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining('Pass an endCursor') }),
    );
  });

  test('left out or null begins at the beginning', () => {
    expect(runs.decodeAfter(null)).toBeNull();
    expect(runs.decodeAfter(undefined)).toBeNull();
  });
});

describe('a page', () => {
  test.each([1, 20, 100])('may have %i nodes', (first) => {
    expect(checkPageSize(first)).toBe(first);
  });

  test.each([0, -1, 101, 100_000_000])('may not have %i nodes', (first) => {
    expect(() => checkPageSize(first)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining('from 1 to 100') }),
    );
  });
});
