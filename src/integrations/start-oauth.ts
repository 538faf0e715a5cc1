import { randomBytes } from 'node:crypto';
import { generateRandomCodeVerifier } from 'oauth4webapi';
import { hashText } from '../platform/canonical-hash.js';
import { toJson } from '../platform/database/json-text.js';
import { newId } from '../platform/id.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db, Row } from '../tables.js';
import { atField } from './at-field.js';
import { bindBrowser } from './browser-binding.js';
import type { Asker } from './connections.js';
import { findIntegrationOf } from './find-integration.js';
import { newIntegration } from './new-integration.js';
import type { OAuthClient } from './oauth-client.js';
import { oauthPartyOf, type OAuthParty } from './oauth-party.js';
import type { ProviderCatalog } from './provider-catalog.js';
import { requireEnabled } from './require-enabled.js';
import { checkReturnUrl } from './return-url.js';
import { checkScopes } from './scope-names.js';

export interface OAuthRequest {
  providerId: string;
  /** To connect this one again. */
  integrationId?: string | null;
  /** Asked for besides those of the provider's settings. */
  scopes?: readonly string[] | null;
  returnUrl?: string | URL | null;
  /** False where the product's own server hands the address to its user's browser. */
  bindBrowser: boolean;
}

export interface StartedOAuth {
  integration: Row<'integration'>;
  authorizationUrl: string;
  expiresAt: number;
}

interface Means {
  db: Db;
  catalog: ProviderCatalog;
  oauth: OAuthClient;
  sealer: Sealer;
  allowedOrigins: readonly string[];
  clock: () => number;
}

const ATTEMPT_LIFETIME_MS = 10 * 60_000;

/** Sends a browser to a provider to consent. What it comes back with is {@link FinishOAuth}'s. */
export class StartOAuth {
  private readonly returnOrigins: ReadonlySet<string>;

  constructor(private readonly means: Means) {
    this.returnOrigins = new Set([new URL(means.catalog.publicUrl).origin, ...means.allowedOrigins]);
  }

  async run(asker: Asker, request: OAuthRequest): Promise<StartedOAuth> {
    const party = await this.partyOf(request.providerId);
    const scopes = [...new Set([...party.settings.scopes, ...checkScopes(request.scopes ?? [], ['input', 'scopes'])])];
    const returnUrl = request.returnUrl ? checkReturnUrl(request.returnUrl, this.returnOrigins) : null;
    const known = request.integrationId
      ? await findIntegrationOf(party.provider, asker.read, request.integrationId)
      : null;
    const browserHash = bindBrowser(asker, request.bindBrowser);

    const state = randomBytes(32).toString('base64url');
    const verifier = generateRandomCodeVerifier();
    const wanted = { scopes, returnUrl, browserHash, state, verifier };
    const { integration, expiresAt } = await this.store(asker, party, known, wanted);
    const authorizationUrl = await this.means.oauth.authorizationUrl(party.provider.id, { state, verifier, scopes });
    return { integration, authorizationUrl, expiresAt };
  }

  private partyOf(providerId: string): Promise<OAuthParty> {
    return atField(['input', 'providerId'], async () => {
      const party = await oauthPartyOf(this.means.catalog, providerId);
      requireEnabled(party.provider, party.settings);
      return party;
    });
  }

  private async store(
    { viewer }: Asker,
    { provider }: OAuthParty,
    known: Row<'integration'> | null,
    wanted: WantedAttempt,
  ) {
    const now = this.means.clock();
    const id = newId('att');
    const expiresAt = now + ATTEMPT_LIFETIME_MS;
    const sealedVerifier = await this.means.sealer.seal(verifierPlace(id), wanted.verifier);
    const integration = await this.means.db.transaction().execute(async (trx) => {
      const row =
        known ??
        (await trx
          .insertInto('integration')
          .values(newIntegration(viewer, provider.id, 'OAUTH2', now))
          .returningAll()
          .executeTakeFirstOrThrow());
      await trx
        .insertInto('oauth_attempt')
        .values({
          id,
          stateHash: hashText(wanted.state),
          integrationId: row.id,
          providerId: provider.id,
          tenantId: viewer.tenantId,
          userId: viewer.userId,
          browserHash: wanted.browserHash,
          sealedVerifier,
          scopes: toJson(wanted.scopes),
          returnUrl: wanted.returnUrl,
          createdAt: now,
          expiresAt,
        })
        .execute();
      return row;
    });
    return { integration, expiresAt };
  }
}

interface WantedAttempt {
  scopes: string[];
  returnUrl: string | null;
  browserHash: string | null;
  state: string;
  verifier: string;
}

/** Where an attempt's PKCE verifier is sealed. */
export function verifierPlace(attemptId: string): string {
  return `oauth_attempt.sealed_verifier:${attemptId}`;
}
