import { z } from 'zod';
import { findHubError, HubError } from '../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../providers/provider.js';

/**
 * What an error out of a provider's code means: a HubError that an SDK wrapped, the provider's own
 * reading of it, or an answer of another shape than the provider promised. Null for a bug of ours.
 */
export function toHubError(provider: ProviderDefinition, error: unknown): HubError | null {
  return findHubError(error) ?? provider.errorOf?.(error) ?? contractBroken(provider, error);
}

function contractBroken(provider: ProviderDefinition, error: unknown): HubError | null {
  const what =
    error instanceof SyntaxError ? 'it is not valid JSON' : error instanceof z.ZodError ? placesIn(error) : null;
  if (what === null) return null;
  return new HubError(
    'PROVIDER_CONTRACT_BROKEN',
    `${provider.name} answered in a form that the hub does not know: ${what}. Nothing of that answer was stored. Try again later; if it stays, report it to whoever runs this service.`,
    { cause: error },
  );
}

const MAX_PLACES = 3;

/** The places only: zod's own messages may quote the provider's data. */
function placesIn(error: z.ZodError): string {
  const places = error.issues.map(({ path, code }) => `${path.map(String).join('.') || 'the whole'} (${wordOf(code)})`);
  const more = places.length - MAX_PLACES;
  return `${places.slice(0, MAX_PLACES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function wordOf(code: string): string {
  return code.replaceAll('_', ' ');
}
