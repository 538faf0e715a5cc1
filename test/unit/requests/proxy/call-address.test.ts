import { describe, expect, test } from 'vitest';
import { callAddress } from '../../../../src/requests/proxy/call-address.js';

const API = 'https://api.example/v1/';
const addressOf = (path: string, query?: unknown) => callAddress(API, path, query).href;

describe('the address of a call', () => {
  test.each([
    ['users/me', 'https://api.example/v1/users/me'],
    ['/users/me', 'https://api.example/v1/users/me'],
    ['', 'https://api.example/v1/'],
    ['files:batch', 'https://api.example/v1/files:batch'],
    ['calendars/ada@example.com/events', 'https://api.example/v1/calendars/ada@example.com/events'],
    ['repos/a/b/contents/c%2Fd.md', 'https://api.example/v1/repos/a/b/contents/c%2Fd.md'],
    ['sales/100%25/..a', 'https://api.example/v1/sales/100%25/..a'],
    ['caf\u00e9', 'https://api.example/v1/caf%C3%A9'],
  ])('of %j is %s', (path, address) => {
    expect(addressOf(path)).toBe(address);
  });

  test('holds the parameters, lists item by item, and leaves null out', () => {
    const query = { q: 'a b&c', limit: 10, isOpen: true, 'expand[]': ['one', 'two'], cursor: null };

    expect(addressOf('search', query)).toBe(
      'https://api.example/v1/search?q=a+b%26c&limit=10&isOpen=true&expand%5B%5D=one&expand%5B%5D=two',
    );
  });

  test.each([
    'https://evil.example/',
    'HTTP://evil.example',
    'file:///etc/passwd',
    '//evil.example/a',
    '\\\\evil.example',
    '/\\evil.example',
    '..',
    '../admin',
    'users/../../admin',
    'users/..',
    './users',
    '%2e%2e/admin',
    '%2E./admin',
    'users%2f..%2f..%2fadmin',
    'users/%252e%252e/admin',
    'users/%25252e%25252e/admin',
    'users/..;a=b/admin',
    'users/..%5cadmin',
    'users\\..\\..\\admin',
    '.\t./admin',
    '.\n./admin',
    'a b',
    'users?admin=1',
    'users#admin',
    '%',
    '%zz',
    '%2',
    `${'%25'.repeat(1)}${'25'.repeat(10)}2e`,
    'x'.repeat(9_000),
  ])('is refused for %j', (path) => {
    expect(() => addressOf(path)).toThrow(expect.objectContaining({ code: 'BAD_INPUT', field: ['input', 'path'] }));
  });

  test.each([
    [{ filter: { a: 1 } }, ['input', 'query', 'filter']],
    [{ 'a.b': [[1]] }, ['input', 'query', 'a.b']],
    [['a'], ['input', 'query']],
    ['a=b', ['input', 'query']],
    [{ a: 'x'.repeat(9_000) }, ['input', 'query']],
  ])('is refused with the query %j', (query, field) => {
    expect(() => addressOf('users', query)).toThrow(expect.objectContaining({ code: 'BAD_INPUT', field }));
  });
});
