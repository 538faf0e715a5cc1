import { auth } from '@googleapis/calendar';
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  SignJWT,
  UnsecuredJWT,
  type JWTPayload,
} from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { googlePubsubScheme } from '../../../../src/platform/signatures/google-pubsub-scheme.js';
import { deliveryOf, NOW, REFUSED, URL_OF_HUB, withHeader } from './delivery.js';

const ACCOUNT = 'push@acme.iam.gserviceaccount.com';
const KEY = { secret: ACCOUNT };
const SECONDS = Math.floor(NOW / 1000);
const BODY = '{"message":{"data":"e30=","messageId":"1"},"subscription":"projects/acme/subscriptions/gmail"}';

const google = await generateKeyPair('RS256', { extractable: true });
const stranger = await generateKeyPair('RS256');
const jwks = createLocalJWKSet({ keys: [{ ...(await exportJWK(google.publicKey)), kid: 'k1' }] });
const scheme = googlePubsubScheme({ jwks });

/** As in https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions#jwt_format. */
const CLAIMS: JWTPayload = {
  aud: URL_OF_HUB,
  azp: '113774264463038321964',
  email: ACCOUNT,
  email_verified: true,
  exp: SECONDS + 3600,
  iat: SECONDS,
  iss: 'https://accounts.google.com',
  sub: '113774264463038321964',
};

const tokenOf = (changed: JWTPayload = {}, { key = google.privateKey, kid = 'k1' } = {}) =>
  new SignJWT({ ...CLAIMS, ...changed }).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(key);

const verify = (token: string, keys = [KEY], now = NOW) =>
  scheme.verify(deliveryOf({ authorization: `Bearer ${token}` }, BODY), keys, now);

/** Whether Google's own library takes it, but for the email, which it leaves to its caller. */
const googleTakes = async (token: string) =>
  new auth.OAuth2()
    .verifySignedJwtWithCertsAsync(token, { k1: await exportSPKI(google.publicKey) }, URL_OF_HUB, [
      'https://accounts.google.com',
      'accounts.google.com',
    ])
    .then(
      () => true,
      () => false,
    );

describe('a token of Pub/Sub', () => {
  afterEach(() => vi.useRealTimers());

  test.each<[string, JWTPayload]>([
    ['as documented', {}],
    ['of the issuer without a scheme', { iss: 'accounts.google.com' }],
    ['in its last second', { exp: SECONDS + 1, iat: SECONDS - 3599 }],
  ])("%s is taken, as by Google's library", async (_, claims) => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    const token = await tokenOf(claims);

    expect(await verify(token)).toEqual({ verified: true, key: KEY });
    expect(await googleTakes(token)).toBe(true);
  });

  test.each<[string, JWTPayload]>([
    ['for another address', { aud: 'https://hub.example/webhooks/other' }],
    ['for the address and a slash', { aud: `${URL_OF_HUB}/` }],
    ['for nobody', { aud: undefined }],
    ['of another issuer', { iss: 'https://accounts.google.com.evil.example' }],
    ['of no issuer', { iss: undefined }],
    ['that ended long ago', { exp: SECONDS - 3600, iat: SECONDS - 7200 }],
    ['without an end', { exp: undefined }],
  ])("%s is refused, as by Google's library", async (_, claims) => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    const token = await tokenOf(claims);

    expect(await verify(token)).toEqual(REFUSED);
    expect(await googleTakes(token)).toBe(false);
  });

  test.each<[string, JWTPayload]>([
    ['of another account', { email: 'push@evil.iam.gserviceaccount.com' }],
    ['of an account that only begins so', { email: `${ACCOUNT}.evil.example` }],
    ['without an email', { email: undefined }],
    ['whose email is a list', { email: [ACCOUNT] }],
    ['whose email is not verified', { email_verified: false }],
    ['that does not say whether its email is verified', { email_verified: undefined }],
    ['that says "true" in words', { email_verified: 'true' }],
    ['that ended this second', { exp: SECONDS }],
    ['that is not valid yet', { nbf: SECONDS + 60 }],
    ['for a list of addresses', { aud: [URL_OF_HUB, 'https://evil.example'] }],
  ])('%s is refused', async (_, claims) => {
    expect(await verify(await tokenOf(claims))).toEqual(REFUSED);
  });

  test('is refused where another key signed it, under any name', async () => {
    expect(await verify(await tokenOf({}, { key: stranger.privateKey }))).toEqual(REFUSED);
    expect(await verify(await tokenOf({}, { key: stranger.privateKey, kid: 'k2' }))).toEqual(REFUSED);
  });

  test('is refused where it is not signed, or by a shared secret', async () => {
    expect(await verify(new UnsecuredJWT(CLAIMS).encode())).toEqual(REFUSED);
    const publicKey = new TextEncoder().encode(await exportSPKI(google.publicKey));
    const confused = await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(publicKey);
    expect(await verify(confused)).toEqual(REFUSED);
  });

  test('is refused where it is signed in another way than Google signs', async () => {
    const key = await importJWK(await exportJWK(google.privateKey), 'PS256');
    const token = await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'PS256', kid: 'k1' }).sign(key);

    expect(await verify(token)).toEqual(REFUSED);
  });

  test('of nobody is refused where the account is configured as empty', async () => {
    expect(await verify(await tokenOf({ email: '' }), [{ secret: '' }])).toEqual(REFUSED);
  });

  test('is refused where the address of the hub is not known', async () => {
    const delivery = deliveryOf({ authorization: `Bearer ${await tokenOf({ aud: '' })}` }, BODY);

    expect(await scheme.verify({ ...delivery, url: '' }, [{ secret: '' }], NOW)).toEqual(REFUSED);
    expect(await scheme.verify({ ...delivery, url: '' }, [KEY], NOW)).toEqual(REFUSED);
  });

  test.each(['', 'Basic ', 'Bearer', 'Bearer  ', 'Token '])('is refused after %j', async (before) => {
    const good = deliveryOf({}, BODY);

    expect(await scheme.verify(withHeader(good, 'authorization', before + (await tokenOf())), [KEY], NOW)).toEqual(
      REFUSED,
    );
  });

  test('is refused while the keys of Google cannot be fetched', async () => {
    const cutOff = googlePubsubScheme({ jwks: () => Promise.reject(new TypeError('fetch failed')) });
    const delivery = deliveryOf({ authorization: `Bearer ${await tokenOf()}` }, BODY);

    expect(await cutOff.verify(delivery, [KEY], NOW)).toEqual({
      verified: false,
      reason: "Google's keys could not be fetched",
    });
  });

  test('asks nobody for keys where no account is configured', async () => {
    let asked = 0;
    const counting = googlePubsubScheme({ jwks: (...key) => (asked++, jwks(...key)) });
    const delivery = deliveryOf({ authorization: `Bearer ${await tokenOf()}` }, BODY);

    expect(await counting.verify(delivery, [], NOW)).toEqual(REFUSED);
    expect(asked).toBe(0);
    expect(await counting.verify(delivery, [KEY], NOW)).toMatchObject({ verified: true });
    expect(asked).toBe(1);
  });
});
