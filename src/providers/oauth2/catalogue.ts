import addresses from 'grant/config/oauth.json' with { type: 'json' };
import profiles from 'grant/config/profile.json' with { type: 'json' };
import { defineProvider, type ProviderDefinition } from '../provider.js';
import { jsonApi, type JsonApi } from './json-api.js';
import { foundAccount } from './found-account.js';
import { lenientTokens } from './lenient-tokens.js';

/** An entry of grant's catalogue. @see https://github.com/simov/grant#misc */
interface Entry {
  oauth: number;
  authorize_url?: string;
  access_url?: string;
  scope_delimiter?: string;
}

const entries: Readonly<Record<string, Entry>> = addresses;
const profileOf: Readonly<Record<string, { profile_url?: string } | undefined>> = profiles;

/** Not offered: there is a provider of our own under another name, or a client's secret is a key to sign with. */
const LEFT_OUT = new Set(['google', 'apple']);

/**
 * The long tail: the OAuth 2.0 services of grant's catalogue whose addresses are the same for everybody. Accounts
 * can be linked and the API called; nothing is synced.
 * @param taken ids of providers that the hub has itself.
 */
export function catalogueProviders(taken: ReadonlySet<string>): ProviderDefinition[] {
  return Object.entries(entries).flatMap(([id, entry]) => {
    if (taken.has(id) || LEFT_OUT.has(id) || entry.oauth !== 2) return [];
    const { authorize_url: authorizationUrl = '', access_url: tokenUrl = '' } = entry;
    if (!isAddress(authorizationUrl) || !isAddress(tokenUrl)) return [];
    const profileUrl = profileOf[id]?.profile_url;
    const profile = profileUrl !== undefined && isAddress(profileUrl) ? new URL(profileUrl) : null;
    return [providerOf(id, { authorizationUrl, tokenUrl, profile, separator: entry.scope_delimiter ?? ',' })];
  });
}

/** Some hold a place for a customer's own subdomain; those are declared by hand. */
function isAddress(text: string): boolean {
  return text.startsWith('https://') && !text.includes('[') && URL.canParse(text);
}

interface Place {
  authorizationUrl: string;
  tokenUrl: string;
  /** What says who the account is. */
  profile: URL | null;
  separator: string;
}

function providerOf(id: string, { authorizationUrl, tokenUrl, profile, separator }: Place): ProviderDefinition {
  const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  return defineProvider<JsonApi>({
    id,
    name,
    category: 'catalogue',
    docsUrl: null,
    kind: 'CATALOGUE',
    endpoints: { authorizationUrl, tokenUrl, apiUrl: `${(profile ?? new URL(tokenUrl)).origin}/` },
    auth: [
      {
        method: 'OAUTH2',
        scopes: [],
        scopeSeparator: separator === ' ' ? ' ' : ',',
        // The catalogue does not say who takes it, and not all of those who do not know it leave it alone.
        pkce: false,
        clientAuthentication: 'client_secret_post',
        normalizeTokens: lenientTokens,
      },
    ],
    // Nobody says how much they take, so the hub begins carefully and learns from answers.
    limits: { integration: { requests: 60, perMs: 60_000 } },
    createApi: (context) => jsonApi(name, context),
    identify: (api) => foundAccount(api, name, profile),
    models: [],
    actions: [],
  });
}
