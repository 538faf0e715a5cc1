import { findHubError } from '../platform/errors/hub-error.js';
import { fromJson } from '../platform/database/json-text.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { CallCount } from '../syncs/commit-page.js';
import type { Row } from '../tables.js';
import type { PreparedEvent } from './commit-effects.js';
import { sumUpChanges, type EventEffects } from './event-effects.js';
import type { EventProcessorDependencies } from './event-processor.js';
import type { EventTarget } from './event-targets.js';
import { openPayload, type WebhookPayload } from './webhook-payload.js';

type Means = Pick<EventProcessorDependencies, 'sealer' | 'clock' | 'providerOf' | 'apiOf'>;

/** States in which an integration takes what it is told. Records need no credentials. */
const LISTENING: readonly string[] = ['CONNECTED', 'REAUTHORIZATION_REQUIRED'];

/** Finds what an event changes, without writing any of it. */
export async function prepareEvent(
  means: Means,
  event: Row<'webhook_event'>,
  targets: readonly EventTarget[],
  isOff: boolean,
  signal: AbortSignal,
): Promise<PreparedEvent> {
  const startedAt = means.clock();
  const calls = { apiCalls: 0, retries: 0 };
  const ignored = (reason: string, effects: readonly EventEffects[] = []) => ({
    event,
    effects,
    calls,
    startedAt,
    ignored: reason,
  });
  const provider = means.providerOf(event.providerId);
  if (provider?.webhook === undefined)
    return ignored(`This release of the hub takes no webhooks of ${event.providerId}.`);
  if (isOff) return ignored(`${provider.name} is switched off. Switch it on, then replay the event.`);
  const listening = targets.filter(({ integration }) => LISTENING.includes(integration.state));
  if (listening.length === 0) return ignored(nobodyFor(event, targets));

  const payload = await openPayload(means.sealer, event.id, event.sealedPayload);
  const effects: EventEffects[] = [];
  for (const target of listening) {
    effects.push(await effectsOn(means, provider, event, payload, target, calls, signal));
  }
  const changesNothing = effects.every(({ models, isUnlinked }) => models.size === 0 && !isUnlinked);
  if (changesNothing) return ignored('Nothing that the hub keeps changes by it.', effects);
  return { event, effects, calls, startedAt, ignored: null };
}

function nobodyFor(event: Row<'webhook_event'>, targets: readonly EventTarget[]): string {
  if (targets.length > 0) return 'The integration that it concerns is not connected.';
  if (event.addressedTo !== null) return 'The integration that it was sent to is not here.';
  const accounts = fromJson(event.accounts);
  if (accounts.length === 0) return 'It speaks of no account.';
  return `No integration is linked to the account it speaks of (${accounts.slice(0, 3).join(', ')}).`;
}

async function effectsOn(
  means: Means,
  provider: ProviderDefinition,
  event: Row<'webhook_event'>,
  payload: WebhookPayload,
  target: EventTarget,
  calls: CallCount,
  signal: AbortSignal,
): Promise<EventEffects> {
  const api = () =>
    means
      .apiOf(target.integration.id, {
        purpose: 'sync',
        signal,
        syncLogId: null,
        onCall: ({ attempt }) => {
          calls.apiCalls += 1;
          if (attempt > 1) calls.retries += 1;
        },
      })
      .then((opened) => opened.api);
  const changes = provider.webhook?.changes({
    event: { type: event.type, ...payload, receivedAt: event.receivedAt },
    account: { externalId: target.integration.externalAccountId },
    api,
    signal,
  });
  const effects = await sumUpChanges(provider, target, changes ?? [], event.receivedAt);
  if (effects.isUnlinked && target.integration.state === 'CONNECTED') await checkLink(provider, api);
  return effects;
}

/** An event may be old news: a call finds out, and what refuses it makes the status say so. */
async function checkLink(provider: ProviderDefinition, api: () => Promise<unknown>): Promise<void> {
  try {
    await provider.identify(await api());
  } catch (error) {
    if (findHubError(error)?.code !== 'REAUTHORIZATION_REQUIRED') throw error;
  }
}
