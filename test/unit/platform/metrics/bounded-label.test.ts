import { expect, test } from 'vitest';
import { BoundedLabel } from '../../../../src/platform/metrics/bounded-label.js';

test('the first names stand for themselves, all later ones together', () => {
  const names = new BoundedLabel(2);

  expect(['a', 'b', 'c', 'a', 'd'].map((name) => names.of(name))).toEqual(['a', 'b', 'other', 'a', 'other']);
});

test('a name of a length that nobody means takes no place', () => {
  const names = new BoundedLabel(1);

  expect([names.of('x'.repeat(101)), names.of('a')]).toEqual(['other', 'a']);
});
