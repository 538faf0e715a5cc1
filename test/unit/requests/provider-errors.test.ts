import { expect, test } from 'vitest';
import { z } from 'zod';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import type { ProviderDefinition } from '../../../src/providers/provider.js';
import { toHubError } from '../../../src/requests/provider-errors.js';

const slack = { id: 'slack', name: 'Slack' } as ProviderDefinition;

test('finds the error of the hub that an SDK wrapped', () => {
  const inner = new HubError('PROVIDER_UNAVAILABLE', 'Slack is away.');

  expect(toHubError(slack, new Error('request failed', { cause: inner }))).toBe(inner);
});

test('takes the word of the provider before guessing', () => {
  const known = new HubError('PROVIDER_REJECTED', 'Slack has archived that channel.');

  expect(toHubError({ ...slack, errorOf: () => known }, new SyntaxError('x'))).toBe(known);
});

test('names where an answer has another form, and none of its data', () => {
  const shape = z.object({ channel: z.object({ id: z.string() }), members: z.array(z.number()) });
  const parsed = shape.safeParse({ channel: { id: 7 }, members: ['xoxb-secret'] });

  const error = toHubError(slack, parsed.error);

  expect(error).toMatchObject({
    code: 'PROVIDER_CONTRACT_BROKEN',
    message: expect.stringContaining('channel.id (invalid type)'),
  });
  expect(error?.message).toMatch(/^Slack .*members\.0/);
  expect(error?.message).not.toContain('secret');
});

test('calls JSON that broke off a broken contract', () => {
  expect(toHubError(slack, new SyntaxError('Unexpected end of JSON input'))).toMatchObject({
    code: 'PROVIDER_CONTRACT_BROKEN',
  });
});

test('leaves bugs of ours alone', () => {
  expect(toHubError(slack, new TypeError('x is not a function'))).toBeNull();
});
