import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { z } from 'zod';
import { HubError } from '../platform/errors/hub-error.js';
import type { Viewer } from './viewer.js';

export interface HostTokenOptions {
  /** The secret of HS256; excludes `jwksUrl`. */
  secret: string | null;
  jwksUrl: string | null;
  issuer: string | null;
  audience: string | null;
  clock: () => number;
}

const CLOCK_TOLERANCE_SECONDS = 5;
/** Never the symmetric ones: a public key must not pass for a secret. */
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const name = (claim: string) =>
  z
    .string(`a string "${claim}"`)
    .min(1, `a string "${claim}"`)
    .max(200, `a shorter "${claim}"`)
    // PostgreSQL stores no text that holds it.
    .refine((text) => !text.includes('\0'), `a "${claim}" without the character U+0000`);
const claims = z.object({
  sub: name('sub'),
  tenant: name('tenant'),
  role: z.enum(['user', 'admin'], { error: '"role" to be user or admin' }).default('user'),
  exp: z.number(),
});

/** Verifies the tokens by which the product vouches for its users. */
export class HostTokens {
  private readonly verification: { key: Uint8Array | JWTVerifyGetKey; algorithms: string[] } | null;

  constructor(private readonly options: HostTokenOptions) {
    if (options.secret !== null)
      this.verification = { key: new TextEncoder().encode(options.secret), algorithms: ['HS256'] };
    else if (options.jwksUrl !== null) {
      this.verification = { key: createRemoteJWKSet(new URL(options.jwksUrl)), algorithms: ASYMMETRIC };
    } else this.verification = null;
  }

  /** @throws HubError UNAUTHENTICATED saying what is wrong with the token, never what is in it. */
  async verify(token: string): Promise<Viewer> {
    const read = claims.safeParse(await this.payloadOf(token));
    if (!read.success) throw refused(`it needs ${read.error.issues.map(({ message }) => message).join(' and ')}`);
    const { sub, tenant, role, exp } = read.data;
    return {
      tenantId: tenant,
      userId: sub,
      role: role === 'admin' ? 'ADMIN' : 'USER',
      via: 'jwt',
      expiresAt: exp * 1000,
    };
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    if (this.verification === null) {
      throw refused(
        'it is not the operator key, and this hub was not told how to verify other tokens (HUB_JWT_SECRET or HUB_JWKS_URL)',
      );
    }
    const { key, algorithms } = this.verification;
    const options: JWTVerifyOptions = {
      algorithms,
      issuer: this.options.issuer ?? undefined,
      audience: this.options.audience ?? undefined,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(this.options.clock()),
    };
    // Two overloads of one function: a key, or a function that finds it.
    const verified = typeof key === 'function' ? jwtVerify(token, key, options) : jwtVerify(token, key, options);
    return verified.then(
      ({ payload }) => payload,
      (error: unknown) => Promise.reject(explain(error)),
    );
  }
}

function explain(error: unknown): HubError {
  if (error instanceof errors.JWTExpired) return refused('it has expired', error);
  if (error instanceof errors.JWTClaimValidationFailed) return refused(explainClaim(error), error);
  if (error instanceof errors.JWSSignatureVerificationFailed) return refused('its signature does not match', error);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refused('it is signed by an algorithm that this hub does not take', error);
  if (error instanceof errors.JWKSNoMatchingKey)
    return refused('the key that signed it is not among the published ones', error);
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return refused('it is neither the operator key nor a JWT', error);
  if (error instanceof errors.JOSENotSupported)
    return refused('its header asks for something that this hub does not do', error);
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return refused('it does not name the key that signed it ("kid"), and several published ones fit', error);
  return new HubError(
    'PROVIDER_UNAVAILABLE',
    'The hub could not fetch the keys that verify your token (HUB_JWKS_URL). Try again in a moment.',
    { cause: error },
  );
}

function explainClaim({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === 'missing') return `it has no "${claim}" claim`;
  if (claim === 'iss') return 'it is from another issuer';
  if (claim === 'aud') return 'it is meant for another audience';
  if (claim === 'nbf') return 'it is not valid yet';
  return `its "${claim}" claim is malformed`;
}

function refused(why: string, cause?: unknown): HubError {
  return new HubError('UNAUTHENTICATED', `Your token is refused: ${why}.`, { cause });
}
