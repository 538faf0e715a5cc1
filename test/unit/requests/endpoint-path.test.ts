import { expect, test } from 'vitest';
import { endpointOf } from '../../../src/requests/endpoint-path.js';

test.each([
  ['https://api.example.com/v1/customers?key=secret&limit=3', '/v1/customers'],
  ['https://slack.com/api/conversations.list', '/api/conversations.list'],
  [
    'https://www.googleapis.com/calendar/v3/calendars/ada%40example.com/events/7cbh8rpc10lrc0ckih9tafss99',
    '/calendar/v3/calendars/ada%40example.com/events/:id',
  ],
  ['https://api.example.com/bots/xoxb-1-2-abc/send', '/bots/:id/send'],
  ['https://api.example.com/token/eyJhbGciOi.eyJzdWIi.c2ln', '/token/:id'],
  ['https://api.example.com/hooks/B024BE7LH0123456789012345', '/hooks/:id'],
  ['https://api.example.com/repos/octocat/hello-world/issues/42', '/repos/octocat/hello-world/issues/42'],
])('shows %s as %s', (address, shown) => {
  expect(endpointOf(new URL(address))).toBe(shown);
});

test('shortens what is very long', () => {
  expect(endpointOf(new URL(`https://api.example.com/${'a/'.repeat(500)}`))).toHaveLength(200);
});
