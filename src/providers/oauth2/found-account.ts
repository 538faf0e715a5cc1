import type { Account } from '../provider.js';
import type { JsonApi } from './json-api.js';
import { idIn, jsonAt } from './json-at.js';

/** Where services of the catalogue have an account, from the top of their answers. */
const PLACES = [
  undefined,
  'data',
  'user',
  'account',
  'response',
  'response.user',
  'result',
  'data.user',
  'data.0',
  '0',
];
const IDS = ['sub', 'id', 'user_id', 'userId', 'uid', 'account_id', 'accountId', 'uuid', 'gid', 'open_id', 'openid'];
const LABELS = ['email', 'preferred_username', 'login', 'username', 'screen_name', 'display_name', 'name'];

/**
 * Who the linked account is, as far as the answer says so in the usual words. Where it does not, an owner has one
 * account there, whichever it is: linking another replaces it.
 */
export async function foundAccount(api: JsonApi, name: string, profile: URL | null): Promise<Account> {
  const sole = { externalId: 'account', label: name };
  if (profile === null) return sole;
  const { body } = await api.get(new URL(`${profile.pathname}${profile.search}`.slice(1), api.apiUrl));
  for (const place of PLACES) {
    const found = jsonAt(body, place);
    const externalId = firstIn(found, IDS);
    if (externalId !== null) return { externalId, label: firstIn(found, LABELS) ?? externalId };
  }
  return sole;
}

function firstIn(value: unknown, names: readonly string[]): string | null {
  return names.map((name) => idIn(jsonAt(value, name))).find((found) => found !== null) ?? null;
}
