import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import { HubError } from '../platform/errors/hub-error.js';
import { Role, type Viewer } from './viewer.js';

export interface SessionOptions {
  operatorKey: string;
  encryptionKey: Uint8Array;
  clock: () => number;
}

const LONGEST_MS = 12 * 60 * 60 * 1000;

const claims = z.object({ sub: z.string(), tenant: z.string(), role: z.enum(Role), exp: z.number() });

/**
 * Sessions of the web page. All of a session is in its cookie, encrypted: nothing is stored, and a
 * new operator key or encryption key ends them all.
 */
export class Sessions {
  private readonly key: Uint8Array;

  constructor(private readonly options: SessionOptions) {
    const secret = Buffer.concat([options.encryptionKey, Buffer.from(options.operatorKey)]);
    this.key = new Uint8Array(hkdfSync('sha256', secret, '', 'hub session cookie', 32));
  }

  /** The cookie's value; it ends with the viewer's own proof, and after 12 hours at the latest. */
  async begin(viewer: Viewer): Promise<{ value: string; expiresAt: number }> {
    const now = this.options.clock();
    const expiresAt = Math.floor(Math.min(viewer.expiresAt ?? Infinity, now + LONGEST_MS) / 1000) * 1000;
    const value = await new EncryptJWT({ tenant: viewer.tenantId, role: viewer.role })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setSubject(viewer.userId)
      .setExpirationTime(expiresAt / 1000)
      .encrypt(this.key);
    return { value, expiresAt };
  }

  /** @throws HubError UNAUTHENTICATED where the session has ended or is not one of ours. */
  async resume(value: string): Promise<Viewer> {
    const currentDate = new Date(this.options.clock());
    const options = { currentDate, keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    const payload = await jwtDecrypt(value, this.key, options)
      .then((decrypted) => claims.parse(decrypted.payload))
      .catch((error: unknown) => Promise.reject(ended(error)));
    return {
      tenantId: payload.tenant,
      userId: payload.sub,
      role: payload.role,
      via: 'session',
      expiresAt: payload.exp * 1000,
    };
  }
}

function ended(cause: unknown): HubError {
  const why = cause instanceof errors.JWTExpired ? 'has expired' : 'is no longer valid';
  return new HubError('UNAUTHENTICATED', `Your session ${why}. Sign in again.`, { cause });
}
