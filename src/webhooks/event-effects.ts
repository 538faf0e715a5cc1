import type { ModelDefinition, ProviderDefinition, WebhookChange } from '../providers/provider.js';
import type { FoundRecord } from '../records/record-store.js';
import { readRecords } from '../syncs/read-records.js';
import type { Row } from '../tables.js';
import type { EventTarget } from './event-targets.js';

/** What one event changes of one model of one integration. */
export interface ModelEffect {
  sync: Row<'sync'>;
  records: FoundRecord[];
  /** Versions of what is deleted, by external id. */
  deleted: Map<string, number>;
  poll: boolean;
}

/** What one event changes of one integration. */
export interface EventEffects {
  target: EventTarget;
  models: ReadonlyMap<string, ModelEffect>;
  /** The provider says that the account was unlinked there. */
  isUnlinked: boolean;
}

/** Thrown where an integration has just been linked and its syncs are not there yet: the event comes again. */
export class NotYetBegun extends Error {
  override readonly name = 'NotYetBegun';
}

/**
 * Checks what a provider made of an event, and sums it up by model.
 * @throws HubError PROVIDER_CONTRACT_BROKEN where a record is not what the model says.
 */
export async function sumUpChanges(
  provider: ProviderDefinition,
  target: EventTarget,
  changes: AsyncIterable<WebhookChange> | Iterable<WebhookChange>,
  toldAt: number,
): Promise<EventEffects> {
  const models = new Map<string, ModelEffect>();
  let isUnlinked = false;
  for await (const change of changes) {
    if ('unlinked' in change) isUnlinked = true;
    else addChange(provider, target, models, change, toldAt);
  }
  return { target, models, isUnlinked };
}

function addChange(
  provider: ProviderDefinition,
  target: EventTarget,
  models: Map<string, ModelEffect>,
  change: Exclude<WebhookChange, { unlinked: true }>,
  toldAt: number,
): void {
  const model = modelOf(provider, change.model);
  const sync = target.syncs.get(model.name);
  if (sync === undefined) throw new NotYetBegun();
  // Whoever switched a sync off wants nothing of it.
  if (sync.disabledAt !== null) return;
  const effect = models.get(model.name) ?? { sync, records: [], deleted: new Map<string, number>(), poll: false };
  models.set(model.name, effect);
  if ('poll' in change) {
    effect.poll = true;
    return;
  }
  effect.records.push(...readRecords(provider, model, change.records ?? [], toldAt, change.version));
  for (const { externalId, version } of change.deleted ?? []) effect.deleted.set(externalId, version);
}

function modelOf(provider: ProviderDefinition, name: string): ModelDefinition {
  const model = provider.models.find((candidate) => candidate.name === name);
  if (model === undefined)
    throw new Error(`The webhooks of ${provider.id} speak of "${name}", which is no model of it.`);
  return model;
}
