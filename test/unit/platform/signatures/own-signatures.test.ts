import { describe, expect, test } from 'vitest';
import { BODY, deliveryOf, NOW, REFUSED, signedBy, URL_OF_HUB } from './delivery.js';
import { senders } from './senders.js';

const signing = senders.flatMap(({ scheme, ...sender }) =>
  scheme.sign ? [{ ...sender, scheme, sign: scheme.sign.bind(scheme) }] : [],
);

test('every scheme signs but those whose private key only the vendor has', () => {
  const silent = senders.filter(({ scheme }) => !scheme.sign).map(({ scheme }) => scheme.name);

  expect(silent).toEqual(['Standard Webhooks, ed25519', 'Pub/Sub push authentication']);
});

test.each(['Stripe-Signature', 'X-Slack-Signature', 'X-Hub-Signature-256', 'X-Shopify-Hmac-Sha256'])(
  '%s made with an empty secret, which everybody knows, is refused',
  async (name) => {
    const key = { secret: '' };
    const { scheme, sign } = signing.find((sender) => sender.scheme.name === name)!;
    const made = sign({ body: Buffer.from(BODY), key, id: '17', now: NOW, url: URL_OF_HUB });

    expect(await scheme.verify(deliveryOf(made, BODY), [key], NOW)).toEqual(REFUSED);
  },
);

describe.each(signing)('$scheme.name', (sender) => {
  const { scheme, key, sign } = sender;

  test('signs as the vendor does', async () => {
    const { headers } = await signedBy(sender);
    const id = headers['webhook-id']?.[0] ?? '17';

    const made = sign({ body: Buffer.from(BODY), key, id, now: NOW, url: URL_OF_HUB });

    expect(deliveryOf(made, BODY).headers).toMatchObject(headers);
  });

  test('takes what it signed, whatever the bytes', async () => {
    const body = Buffer.from([0xff, 0x00, 0xfe, 0x0a]);

    const made = sign({ body, key, id: '17', now: NOW, url: URL_OF_HUB });

    expect(await scheme.verify(deliveryOf(made, body), [key], NOW)).toEqual({ verified: true, key });
  });
});
