import { expect, test } from 'vitest';
import { googlePubsubScheme } from '../../../src/platform/signatures/google-pubsub-scheme.js';
import { githubScheme } from '../../../src/platform/signatures/github-scheme.js';
import { stripeScheme } from '../../../src/platform/signatures/stripe-scheme.js';
import { findSample } from '../../../src/webhooks/sending/find-sample.js';
import { SenderFault } from '../../../src/webhooks/sending/sender-fault.js';
import { describeSending } from '../../../src/webhooks/sending/sender-usage.js';
import { signedRequest } from '../../../src/webhooks/sending/signed-request.js';
import { senderProvider } from '../../kit/sender-provider.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const KEY = { secret: 'whsec_of_the_sender_tests' };
const ARGS = { url: 'http://hub.example', integration: null, account: null, headers: {} };

const { provider: bells } = senderProvider({
  scheme: stripeScheme,
  samples: {
    ring: ({ account, now }) => ({ body: { bell: account, at: now }, headers: { 'x-bell-event': 'ring' } }),
    silence: () => ({ body: '' }),
  },
});
const found = (event: string, file: string | null = null) => findSample([bells], { providerId: 'bells', event, file });

/** What the hub's door would find of a request. */
async function verdictOf({ headers, body, url }: ReturnType<typeof signedRequest>, scheme = stripeScheme) {
  const values = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return (await scheme.verify({ headers: values, body, url }, [KEY], NOW)).verified;
}

test('a sample is made for an account and a time, and signed', async () => {
  const request = signedRequest(found('ring'), { ...ARGS, account: 'bell_7' }, KEY, null, NOW);

  expect(request.url).toBe('http://hub.example/webhooks/bells');
  expect(request.headers).toMatchObject({ 'content-type': 'application/json', 'x-bell-event': 'ring' });
  expect(JSON.parse(request.body.toString())).toEqual({ bell: 'bell_7', at: NOW });
  expect(await verdictOf(request)).toBe(true);
});

test("goes to an integration's own address where one is named", () => {
  const { url } = signedRequest(found('ring'), { ...ARGS, integration: 'int_1' }, KEY, null, NOW);

  expect(url).toBe('http://hub.example/webhooks/bells/int_1');
});

test('a body that is a text goes as it is', () => {
  expect(signedRequest(found('silence'), ARGS, KEY, null, NOW).body).toEqual(Buffer.alloc(0));
});

test("a file's bytes stand for the sample's, and are what is signed", async () => {
  const body = Buffer.from('{ "bell" :\n7 }');
  const request = signedRequest(found('ring', 'body.json'), ARGS, KEY, body, NOW);

  expect(request.body).toEqual(body);
  expect(request.headers['x-bell-event']).toBe('ring');
  expect(await verdictOf(request)).toBe(true);
});

test('given headers win', () => {
  const args = { ...ARGS, headers: { 'x-bell-event': 'toll', 'x-more': '1' } };

  expect(signedRequest(found('ring'), args, KEY, null, NOW).headers).toMatchObject(args.headers);
});

test('an event without a sample is sent of a file only', () => {
  expect(found('toll', 'body.json').sample).toBeNull();
  expect(() => found('toll')).toThrow(
    new SenderFault('There is no sample of "toll"; Bells has ring, silence. A body of your own is sent by --file.'),
  );
  expect(() => found('toString')).toThrow('There is no sample of "toString"');
});

test('a provider that is not there, or sends nothing, is said to be', () => {
  const mute = { ...bells, id: 'mute', name: 'Mute', webhook: undefined };
  const find = (providerId: string) => () => findSample([bells, mute], { providerId, event: 'ring', file: null });

  expect(find('gongs')).toThrow(new SenderFault('There is no provider "gongs" that sends events; known are bells.'));
  expect(find('mute')).toThrow(new SenderFault('Mute sends the hub no webhooks.'));
});

test('what only the provider can sign is not sent', () => {
  const signedByGoogle = senderProvider({ scheme: googlePubsubScheme(), samples: { ring: () => ({ body: {} }) } });
  const of = findSample([signedByGoogle.provider], { providerId: 'bells', event: 'ring', file: null });

  expect(() => signedRequest(of, ARGS, KEY, null, NOW)).toThrow(
    new SenderFault('Nobody but Bells has the key that signs its events, so none can be sent from here.'),
  );
});

test('the list has all that can be sent, and nothing else', () => {
  const { provider: gongs } = senderProvider({ scheme: githubScheme });
  const { provider: google } = senderProvider({
    scheme: googlePubsubScheme(),
    samples: { ring: () => ({ body: {} }) },
  });
  const mute = { ...bells, id: 'mute', webhook: undefined };

  const list = describeSending([bells, { ...gongs, id: 'gongs' }, { ...google, id: 'google' }, mute]);

  expect(list.slice(list.indexOf('Providers and their events'))).toBe(`Providers and their events:

  bells
    ring
    silence
  gongs
    no samples: send a body of your own by --file
`);
});
