import type { Logger } from 'pino';
import { fromJson } from '../platform/database/json-text.js';
import { findHubError, HubError } from '../platform/errors/hub-error.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Account, ProviderDefinition } from '../providers/provider.js';
import type { Row } from '../tables.js';
import { isBoundTo } from './browser-binding.js';
import type { CallbackAnswer } from './callback-answer.js';
import type { Credentials } from './credentials.js';
import type { GrantStore } from './grant-store.js';
import type { Outcome, OAuthAttempts } from './oauth-attempts.js';
import type { OAuthClient } from './oauth-client.js';
import type { ProviderCatalog } from './provider-catalog.js';
import type { ProviderSettings } from './provider-settings.js';
import { requireEnabled } from './require-enabled.js';
import { withOutcome } from './return-url.js';
import { verifierPlace } from './start-oauth.js';

/** What a browser brings back from a provider. */
export interface Callback {
  providerId: string;
  parameters: URLSearchParams;
  /** The binding cookie's value, or null. */
  cookie: string | null;
}

interface Means {
  attempts: OAuthAttempts;
  catalog: ProviderCatalog;
  oauth: OAuthClient;
  sealer: Sealer;
  grants: GrantStore;
  identify(provider: ProviderDefinition, credentials: Credentials, settings: ProviderSettings): Promise<Account>;
  log: Pick<Logger, 'error'>;
  clock: () => number;
}

type Attempt = Row<'oauth_attempt'>;

/** Ends what {@link StartOAuth} began: once, whoever calls and however often. */
export class FinishOAuth {
  constructor(private readonly means: Means) {}

  /**
   * Gives the address to send the browser on to, with how it ended.
   * @throws HubError when this browser's callback is none that the hub waits for; then nothing was changed.
   */
  async run(callback: Callback): Promise<string> {
    const provider = this.means.catalog.get(callback.providerId);
    const attempt = await this.admit(provider, callback);
    const state = callback.parameters.get('state') ?? '';
    const answer = await this.means.oauth.readCallback(provider.id, callback.parameters, state);
    requireEnabled(provider, await this.means.catalog.settings(provider.id));

    const isFirst = attempt.takenAt === null && (await this.take(attempt));
    const outcome = isFirst
      ? await this.conclude(provider, attempt, answer)
      : await this.means.attempts.outcomeOf(attempt.id);
    return withOutcome(attempt.returnUrl ?? `${this.means.catalog.publicUrl}/`, parametersOf(outcome));
  }

  private async admit(provider: ProviderDefinition, { parameters, cookie }: Callback): Promise<Attempt> {
    const [state, ...more] = parameters.getAll('state');
    const attempt = state && more.length === 0 ? await this.means.attempts.find(state) : null;
    if (attempt === null || attempt.providerId !== provider.id) {
      throw refused(
        `The hub does not know this way back from ${provider.name}: it may be too old, or part of the address is missing.`,
      );
    }
    if (!isBoundTo(attempt.browserHash, cookie)) {
      throw refused(
        `Linking ${provider.name} was begun in another browser, or this one did not keep the hub's cookie. Go on in the browser in which you began, under ${this.means.catalog.publicUrl}.`,
      );
    }
    return attempt;
  }

  private async take(attempt: Attempt): Promise<boolean> {
    if (attempt.expiresAt <= this.means.clock())
      throw refused('More than ten minutes went by, so this way back has expired.');
    return this.means.attempts.take(attempt.id);
  }

  private async conclude(provider: ProviderDefinition, attempt: Attempt, answer: CallbackAnswer): Promise<Outcome> {
    try {
      if (!answer.granted) throw denied(provider, answer.error);
      const { id } = await this.connect(provider, attempt, answer.answer);
      return { outcome: 'connected', integrationId: id };
    } catch (error) {
      return this.means.attempts.fail(attempt, this.known(error, attempt), outcomeCodeOf(answer));
    }
  }

  private async connect(
    provider: ProviderDefinition,
    attempt: Attempt,
    answer: URLSearchParams,
  ): Promise<Row<'integration'>> {
    const { catalog, oauth, sealer, grants, attempts } = this.means;
    const verifier = await sealer.open(verifierPlace(attempt.id), attempt.sealedVerifier);
    const credentials = await oauth.exchangeCode(provider.id, { answer, verifier, scopes: fromJson(attempt.scopes) });
    const account = await this.means.identify(provider, credentials, await catalog.settings(provider.id));
    return grants.store({
      provider,
      account,
      credentials,
      owner: attempt,
      integrationId: attempt.integrationId,
      alongside: (trx, integrationId) => attempts.succeed(trx, attempt.id, integrationId),
    });
  }

  private known(error: unknown, attempt: Attempt): HubError {
    const known = findHubError(error);
    if (known !== null) return known;
    this.means.log.error({ err: error, integrationId: attempt.integrationId }, 'could not finish linking an account');
    return new HubError(
      'INTERNAL',
      'Something went wrong inside the hub while the account was being linked. Connect again; whoever runs the hub finds it in the log.',
    );
  }
}

function refused(why: string): HubError {
  return new HubError('BAD_INPUT', `${why} Nothing was changed. Begin again where you wanted to connect the account.`);
}

function denied(provider: ProviderDefinition, error: string): HubError {
  return error === 'access_denied'
    ? new HubError(
        'PROVIDER_REJECTED',
        `Access was not granted at ${provider.name}, so the account is not linked. Connect again to grant it.`,
      )
    : new HubError(
        'PROVIDER_REJECTED',
        `${provider.name} did not let the account be linked. Connect again; if it stays so, whoever runs the hub should check the scopes and the redirect address registered there.`,
      );
}

/** The RFC's own word for a refusal by the person; null where the hub's error code says it. */
function outcomeCodeOf(answer: CallbackAnswer): string | null {
  return !answer.granted && answer.error === 'access_denied' ? answer.error : null;
}

function parametersOf({ outcome, integrationId }: Outcome): Record<string, string> {
  return outcome === 'connected'
    ? { status: 'connected', integrationId }
    : { status: 'error', error: outcome, integrationId };
}
