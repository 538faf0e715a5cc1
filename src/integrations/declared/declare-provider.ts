import type { AuditNote } from '../../audit/audit-note.js';
import { checkInput } from '../../platform/errors/check-input.js';
import {
  providerDeclaration,
  type Fetch,
  type ProviderDeclaration,
  type ProviderDefinition,
  type ResolvedDeclaration,
} from '../../providers/provider.js';
import type { Db } from '../../tables.js';
import { checkDeclaration, checkResolved } from './check-declaration.js';
import { discoverEndpoints } from './discover-endpoints.js';
import { storeDeclaration } from './store-declaration.js';

interface Means {
  db: Db;
  fetch: Fetch;
  builtIn: readonly ProviderDefinition[];
  allowPrivateEndpoints: boolean;
  clock: () => number;
}

/**
 * Takes what an operator says of a service, asks its issuer for what they left out, and stores both.
 * @param input of `providerDeclaration`'s shape; checked here.
 * @throws HubError BAD_INPUT or CONFLICT, with the field; then nothing is stored.
 */
export async function declareProvider(
  input: unknown,
  means: Means,
  noteFor?: (providerId: string) => AuditNote,
): Promise<ResolvedDeclaration> {
  const declaration = checkInput(providerDeclaration, input, ['input']);
  await checkDeclaration(declaration, means);
  const { fetch, allowPrivateEndpoints } = means;
  const oauth = await discoverEndpoints(declaration.oauth, { fetch, allowInsecureRequests: allowPrivateEndpoints });
  const resolved: ProviderDeclaration = { ...declaration, oauth };
  // The issuer's words are no more to be trusted than the operator's.
  await checkDeclaration(resolved, means);
  checkResolved(resolved);
  await storeDeclaration(means.db, resolved, means.clock(), noteFor?.(resolved.id));
  return resolved;
}
