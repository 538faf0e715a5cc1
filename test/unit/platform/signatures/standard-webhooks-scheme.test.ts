import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { standardWebhooksScheme } from '../../../../src/platform/signatures/standard-webhooks-scheme.js';
import { BODY, deliveryOf, NOW, REFUSED, URL_OF_HUB } from './delivery.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const SIGNED_AT = 1614265330;
const PAYLOAD = '{"test": 2432232314}';

/** Of the reference libraries' tests, https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries. */
const HMAC = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

/** Of Svix's server, https://github.com/svix/svix-webhooks/blob/main/server/svix-server/src/worker.rs: seed and public key. */
const KEY_PAIR = Buffer.from(
  '6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
  'base64',
);
const PUBLIC_KEY = `whpk_${KEY_PAIR.subarray(32).toString('base64')}`;
const ED25519 = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

function verify(signatures: string, secret: string, { id = ID, body = PAYLOAD } = {}) {
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(SIGNED_AT), 'webhook-signature': signatures };
  return standardWebhooksScheme.verify(deliveryOf(headers, body), [{ secret }], SIGNED_AT * 1000);
}

const hmacOf = (key: string | Buffer, id = ID, body = PAYLOAD) =>
  `v1,${createHmac('sha256', key).update(`${id}.${SIGNED_AT}.${body}`).digest('base64')}`;

describe('Standard Webhooks', () => {
  afterEach(() => vi.useRealTimers());

  test('takes the published vectors', () => {
    expect(verify(HMAC, SECRET)).toEqual({ verified: true, key: { secret: SECRET } });
    expect(verify(ED25519, PUBLIC_KEY)).toEqual({ verified: true, key: { secret: PUBLIC_KEY } });
  });

  test('is taken by the reference library where the hub made it', () => {
    vi.useFakeTimers({ now: NOW });
    const made = standardWebhooksScheme.sign!({
      body: Buffer.from(BODY),
      key: { secret: SECRET },
      id: 'msg_1',
      now: NOW,
      url: URL_OF_HUB,
    });

    expect(new Webhook(SECRET).verify(BODY, made)).toEqual(JSON.parse(BODY));
  });

  test('takes any signature of a list, of either kind', () => {
    const list = `v2,x v1a,AAAA ${ED25519} v1,AAAA ${HMAC}`;

    expect(verify(list, SECRET)).toMatchObject({ verified: true });
    expect(verify(list, PUBLIC_KEY)).toMatchObject({ verified: true });
  });

  test('takes a secret without a prefix as it stands', () => {
    expect(verify(hmacOf('sécret'), 'sécret')).toMatchObject({ verified: true });
    expect(verify(HMAC, SECRET.replace('whsec_', ''))).toEqual(REFUSED);
  });

  test.each([
    ['v1', 'v1a'],
    ['v1', 'v2'],
    ['v1', ''],
    ['v1,', ''],
  ])('refuses an HMAC whose %s reads %j', (version, other) => {
    expect(verify(HMAC.replace(version, other), SECRET)).toEqual(REFUSED);
  });

  test('refuses an ed25519 signature that says to be an HMAC', () => {
    expect(verify(ED25519.replace('v1a', 'v1'), PUBLIC_KEY)).toEqual(REFUSED);
  });

  test('refuses more signatures than a sender has keys', () => {
    expect(verify(`${'v1a,AAAA '.repeat(15)}${ED25519}`, PUBLIC_KEY)).toMatchObject({ verified: true });
    expect(verify(`${'v1a,AAAA '.repeat(16)}${ED25519}`, PUBLIC_KEY)).toEqual(REFUSED);
  });
});

describe('an id of Standard Webhooks', () => {
  test('is signed', () => {
    expect(verify(HMAC, SECRET, { id: 'msg_other' })).toEqual(REFUSED);
  });

  test.each(['msg.1', 'msg 1', 'msg\n1', 'mßg', 'm\u{1f511}', '\u0161'])('is not %j, though it was signed', (id) => {
    expect(verify(hmacOf(Buffer.from(SECRET.slice(6), 'base64'), id), SECRET, { id })).toEqual(REFUSED);
  });
});

describe('a key of Standard Webhooks', () => {
  test.each([PUBLIC_KEY, PUBLIC_KEY.slice(5), KEY_PAIR.subarray(32)])('is not a public one as a secret', (forged) => {
    expect(verify(hmacOf(forged), PUBLIC_KEY)).toEqual(REFUSED);
  });

  test.each(['whsec_', 'whsec_!', 'whsec_===', 'whsec_ü', 'whsec_AA=A', 'whsec_MfKQ 9r8G'])(
    'is not one without base64 to it: %s',
    (secret) => {
      expect(verify(hmacOf(''), secret)).toEqual(REFUSED);
    },
  );

  test.each(['whpk_', 'whpk_AAAA', 'whpk_!', `${PUBLIC_KEY}AAAA`, `whpk_${KEY_PAIR.toString('base64')}`])(
    'is not one of another length: %s',
    (secret) => {
      expect(verify(ED25519, secret)).toEqual(REFUSED);
    },
  );

  test('may lack the padding of its base64', () => {
    expect(verify(ED25519, PUBLIC_KEY.replace('=', ''))).toMatchObject({ verified: true });
  });

  test.each([0x00, 0xff])('does not throw where its bytes are no point: %i', (byte) => {
    expect(verify(ED25519, `whpk_${Buffer.alloc(32, byte).toString('base64')}`)).toEqual(REFUSED);
  });

  test('is never the private one', () => {
    const secret = `whsk_${KEY_PAIR.subarray(0, 32).toString('base64')}`;

    expect(verify(ED25519, secret)).toEqual(REFUSED);
    expect(verify(hmacOf(secret), secret)).toEqual(REFUSED);
  });

  test('that is public signs nothing', () => {
    const message = { body: Buffer.from(BODY), key: { secret: PUBLIC_KEY }, id: ID, now: NOW, url: URL_OF_HUB };

    expect(() => standardWebhooksScheme.sign!(message)).toThrow(TypeError);
  });

  test('signs by ed25519 as Svix does', () => {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), KEY_PAIR.subarray(0, 32)]);
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });

    expect(`v1a,${sign(null, Buffer.from(`${ID}.${SIGNED_AT}.${PAYLOAD}`), key).toString('base64')}`).toBe(ED25519);
  });
});
