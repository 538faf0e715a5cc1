import { describe, expect, test } from 'vitest';
import { googleChannelScheme } from '../../../../src/platform/signatures/google-channel-scheme.js';
import type { WebhookKey } from '../../../../src/platform/signatures/signature-scheme.js';
import { deliveryOf, NOW, REFUSED, URL_OF_HUB } from './delivery.js';

const CHANNEL = '4ba78bf0-6a47-11e2-bcfd-0800200c9a66';
const TOKEN = '398348u3tu83ut8uu38';
const RESOURCE = 'ret08u3rv24htgh289g';
const KEY: WebhookKey = { secret: TOKEN, subscription: { externalId: CHANNEL, resource: RESOURCE } };

/** The example of https://developers.google.com/workspace/calendar/api/guides/push#events-api-example. */
const HEADERS = {
  'content-type': 'application/json; utf-8',
  'content-length': '0',
  'x-goog-channel-id': CHANNEL,
  'x-goog-channel-token': TOKEN,
  'x-goog-channel-expiration': 'Tue, 19 Nov 2013 01:13:52 GMT',
  'x-goog-resource-id': RESOURCE,
  'x-goog-resource-uri': 'https://www.googleapis.com/calendar/v3/calendars/my_calendar@gmail.com/events',
  'x-goog-resource-state': 'exists',
  'x-goog-message-number': '10',
};

const verify = (key: WebhookKey, headers: Record<string, string> = HEADERS) =>
  googleChannelScheme.verify(deliveryOf(headers, ''), [key], NOW);

describe('a Google channel', () => {
  test("is known by the headers of Google's documentation", () => {
    expect(verify(KEY)).toEqual({ verified: true, key: KEY });
  });

  test('whose resource the hub does not know is known by its id and token', () => {
    const key = { secret: TOKEN, subscription: { externalId: CHANNEL, resource: null } };

    expect(verify(key)).toEqual({ verified: true, key });
  });

  test.each(['x-goog-channel-id', 'x-goog-channel-token', 'x-goog-resource-id'])(
    'is refused under another %s',
    (name) => {
      expect(verify(KEY, { ...HEADERS, [name]: 'another' })).toEqual(REFUSED);
    },
  );

  test('is not known by a token without its channel', () => {
    expect(verify({ secret: TOKEN })).toEqual(REFUSED);
  });

  test("is not proven by another channel's token", () => {
    const other: WebhookKey = { secret: 'other-token', subscription: { externalId: 'other', resource: RESOURCE } };
    const headers = { ...HEADERS, 'x-goog-channel-token': 'other-token' };

    expect(googleChannelScheme.verify(deliveryOf(headers, ''), [KEY, other], NOW)).toEqual(REFUSED);
  });

  test('signs for a channel only', () => {
    const message = { body: Buffer.alloc(0), key: { secret: TOKEN }, id: '1', now: NOW, url: URL_OF_HUB };

    expect(() => googleChannelScheme.sign!(message)).toThrow(TypeError);
  });
});
