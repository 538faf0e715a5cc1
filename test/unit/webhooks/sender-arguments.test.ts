import { expect, test } from 'vitest';
import { readSenderArguments } from '../../../src/webhooks/sending/sender-arguments.js';
import { SenderFault } from '../../../src/webhooks/sending/sender-fault.js';

test('a provider and an event are enough', () => {
  expect(readSenderArguments(['stripe', 'invoice.paid'])).toEqual({
    providerId: 'stripe',
    event: 'invoice.paid',
    integration: null,
    account: null,
    url: null,
    secret: null,
    file: null,
    channel: null,
    resource: null,
    headers: {},
  });
});

test('options may stand before, between and after them', () => {
  const args = [
    '--account',
    'acct_1',
    'stripe',
    '--url=https://hub.example/',
    'invoice.paid',
    '--integration',
    'int_1',
  ];

  expect(readSenderArguments(args)).toMatchObject({
    providerId: 'stripe',
    event: 'invoice.paid',
    account: 'acct_1',
    url: 'https://hub.example',
    integration: 'int_1',
  });
});

test('headers are added up, by lower-case name', () => {
  const args = ['github', 'pull_request', '--header', 'X-GitHub-Event: pull_request', '--header', 'x-time: 12:30'];

  expect(readSenderArguments(args).headers).toEqual({ 'x-github-event': 'pull_request', 'x-time': '12:30' });
});

test.each([
  [[], 'Name a provider and an event. "npm run webhook" alone shows what there is.'],
  [['stripe'], 'Name a provider and an event. "npm run webhook" alone shows what there is.'],
  [['a', 'b', 'c'], 'One provider and one event at a time; "c" is too many.'],
  [['a', 'b', '--loud'], 'Unknown option \'--loud\'. "npm run webhook" alone shows what there is.'],
  [['a', 'b', '--url', 'hub'], '--url hub is no http(s) address, such as http://localhost:4000.'],
  [['a', 'b', '--url', 'ftp://hub'], '--url ftp://hub is no http(s) address, such as http://localhost:4000.'],
  [['a', 'b', '--header', 'nothing'], '--header nothing is not of the form "Name: value".'],
  [
    ['a', 'b', '--secret'],
    'Option \'--secret <value>\' argument missing. "npm run webhook" alone shows what there is.',
  ],
])('of %j it is said what is wrong', (args, message) => {
  expect(() => readSenderArguments(args)).toThrow(new SenderFault(message));
});
