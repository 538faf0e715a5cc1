import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { refused, type SignatureScheme, type Verdict } from './signature-scheme.js';
import { tryKeys, usableKeys } from './try-keys.js';

const GOOGLE_KEYS = new URL('https://www.googleapis.com/oauth2/v3/certs');
const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];

const pushClaims = z.object({ aud: z.string().min(1), email: z.string(), email_verified: z.literal(true) });

/**
 * Pub/Sub push with authentication on: `Authorization: Bearer <JWT>`, signed by Google for the service account that
 * the push subscription names. It vouches for the request as a whole, as any bearer token does.
 *
 * A key's `secret` is here the address of that service account. Anybody can have Google sign a token for an
 * account and an audience of their own, so without the address nothing passes. The subscription's audience is left
 * at its default, the address that it pushes to.
 * @param options.jwks Google's keys; fetched and cached where left out. While they cannot be fetched all is
 *   refused, and Pub/Sub sends it again.
 * @see https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export function googlePubsubScheme({
  jwks = createRemoteJWKSet(GOOGLE_KEYS),
}: { jwks?: JWTVerifyGetKey } = {}): SignatureScheme {
  return {
    name: 'Pub/Sub push authentication',
    signsHeaders: true,
    async verify({ headers, url }, keys, now): Promise<Verdict> {
      const token = bearerOf(onlyValue(headers, 'authorization'));
      if (token === null) return refused('Authorization is missing, comes twice or is no bearer token');
      if (usableKeys(keys).length === 0) return refused('no service account is configured');
      const claims = await claimsOf(token, jwks, now);
      if (typeof claims === 'string') return refused(claims);
      if (claims.aud !== url) return refused('the token is meant for another address');
      return tryKeys(keys, ({ secret }) => equalInConstantTime(claims.email, secret));
    },
  };
}

function bearerOf(header: string | null): string | null {
  return header?.match(/^bearer ([\w.-]+)$/i)?.[1] ?? null;
}

/** What a token of Google's says; in words, why it is not taken. */
async function claimsOf(
  token: string,
  jwks: JWTVerifyGetKey,
  now: number,
): Promise<z.output<typeof pushClaims> | string> {
  try {
    const { payload } = await jwtVerify(token, jwks, {
      algorithms: ['RS256'],
      issuer: ISSUERS,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    });
    const claims = pushClaims.safeParse(payload);
    return claims.success ? claims.data : 'the token lacks an audience or a verified email';
  } catch (error) {
    return error instanceof errors.JOSEError
      ? `the token is not taken (${error.code})`
      : "Google's keys could not be fetched";
  }
}
