import { HubError } from '../../platform/errors/hub-error.js';
import type { ResolvedDeclaration } from '../provider.js';
import type { Account } from '../provider.js';
import type { JsonApi } from './json-api.js';
import { idIn, jsonAt, placeName } from './json-at.js';

/** What people call an account, in the order in which OpenID Connect's claims say it best. */
const LABELS = ['email', 'preferred_username', 'name', 'login', 'username'];

/** Who the linked account is, by the call that the declaration names. */
export async function declaredAccount(api: JsonApi, { name, oauth, account }: ResolvedDeclaration): Promise<Account> {
  const { path, id = 'sub', label } = account ?? {};
  const url = path === undefined ? new URL(String(oauth.userinfoUrl)) : new URL(path, api.apiUrl);
  const { body } = await api.get(url);
  const externalId = idIn(jsonAt(body, id));
  if (externalId === null) {
    throw new HubError(
      'PROVIDER_CONTRACT_BROKEN',
      `${name} does not say which account it is: its answer has no id at ${placeName(id)}. Whoever runs the hub should check account.id of the declaration.`,
    );
  }
  return { externalId, label: labelIn(body, label) ?? externalId };
}

function labelIn(body: unknown, path: string | undefined): string | null {
  const candidates = path === undefined ? LABELS : [path];
  return candidates.map((place) => idIn(jsonAt(body, place))).find((found) => found !== null) ?? null;
}
