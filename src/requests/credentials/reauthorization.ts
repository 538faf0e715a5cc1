import { HubError } from '../../platform/errors/hub-error.js';
import type { ProviderDefinition } from '../../providers/provider.js';

/** The provider refuses the credentials for good. */
export function reauthorizationRequired(provider: ProviderDefinition, cause?: unknown): HubError {
  return new HubError(
    'REAUTHORIZATION_REQUIRED',
    `${provider.name} no longer accepts this account's credentials. Syncing stands still until its owner connects it again.`,
    { cause },
  );
}
