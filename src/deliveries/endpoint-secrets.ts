import { randomBytes } from 'node:crypto';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Row } from '../tables.js';

type Sealed = 'address' | 'secret' | 'old_secret';

/** A new signing secret, as Standard Webhooks writes it: 32 bytes in base64. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Where something secret of an endpoint is sealed. */
function placeOf(endpointId: string, what: Sealed): string {
  return `outbound_endpoint.sealed_${what}:${endpointId}`;
}

export function sealOf(sealer: Sealer, endpointId: string, what: Sealed, text: string): Promise<string> {
  return sealer.seal(placeOf(endpointId, what), text);
}

/** What sending to an endpoint needs. */
export interface OpenedEndpoint {
  address: string;
  /** Those that sign now, the newest first. */
  secrets: readonly string[];
}

/** @throws SealError where something was changed, or its key is not here. */
export async function openEndpoint(
  sealer: Sealer,
  endpoint: Row<'outbound_endpoint'>,
  now: number,
): Promise<OpenedEndpoint> {
  const { id, sealedAddress, sealedSecret, sealedOldSecret, oldSecretEndsAt } = endpoint;
  const open = (what: Sealed, sealed: string) => sealer.open(placeOf(id, what), sealed);
  const secrets: string[] = [];
  if (sealedSecret !== null) secrets.push(await open('secret', sealedSecret));
  if (sealedOldSecret !== null && oldSecretEndsAt !== null && now < oldSecretEndsAt)
    secrets.push(await open('old_secret', sealedOldSecret));
  return { address: await open('address', sealedAddress), secrets };
}

/** The secret that a rotation makes the old one, sealed for its new place. */
export async function retireSecret(
  sealer: Sealer,
  { id, sealedSecret }: Row<'outbound_endpoint'>,
): Promise<string | null> {
  if (sealedSecret === null) return null;
  return sealOf(sealer, id, 'old_secret', await sealer.open(placeOf(id, 'secret'), sealedSecret));
}
