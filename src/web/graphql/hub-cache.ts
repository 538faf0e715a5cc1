import { cacheExchange, type Cache, type UpdateResolver } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';

/**
 * The normalised cache: what has an id is held once, so that an event or a mutation changes it in
 * every view at once. What is written here is only what follows for lists.
 */
export function hubCache(): Exchange {
  return cacheExchange({
    // Parts of what they belong to, without an id of their own.
    keys: new Proxy({}, { get: () => idOf, has: () => true }),
    // A fragment is for the type that it names, and for no other.
    possibleTypes: {},
    updates: {
      Subscription: {
        alertChanged: ({ alertChanged: alert }, _args, cache) => {
          const { id, state } = alert as { id: string; state: string };
          if (state === 'RESOLVED' || isNewer(cache, 'alerts', id)) forget(cache, 'Query', 'alerts');
        },
        connectionStatusChanged: ofChange(({ integration }, cache) => {
          const isNew = isNewer(cache, 'integrations', integration.id);
          if (isNew) forget(cache, 'Query', 'integrations', isFirstPage);
          if (integration.connectionStatus?.state === 'CONNECTED' && !isNew) return;
          forgetByState(cache);
          // It counts another account, or one less.
          forget(cache, integration.provider, 'health');
        }),
        healthChanged: ofChange(({ integration }, cache) => {
          forgetByState(cache);
          forget(cache, integration, 'healthHistory');
          forget(cache, integration.provider, 'health');
        }),
        recordsChanged: ofChange(({ integration }, cache) => forget(cache, integration, 'records')),
        syncProgressed: ({ syncProgressed: run }, _args, cache) => {
          const { id, integration, finishedAt } = run as { id: string; integration: Entity; finishedAt: string | null };
          // One that is over may belong to another list of runs of a state.
          if (finishedAt !== null || !knows(cache, integration, 'syncLogs', id)) forget(cache, integration, 'syncLogs');
        },
      },
      Mutation: {
        connectWithApiKey: (_result, _args, cache) => forget(cache, 'Query', 'integrations', isFirstPage),
        configureProvider: (_result, _args, cache) => forget(cache, 'Query', 'providers'),
        declareProvider: (_result, _args, cache) => forget(cache, 'Query', 'providers'),
        removeProvider: (_result, _args, cache) => {
          forget(cache, 'Query', 'provider');
          forget(cache, 'Query', 'providers');
        },
        createOutboundEndpoint: (_result, _args, cache) => forget(cache, 'Query', 'outboundEndpoints'),
        removeOutboundEndpoint: (_result, _args, cache) => forget(cache, 'Query', 'outboundEndpoints'),
        sendTestEvent: ofDeliveries,
        replayOutboundDeliveries: ofDeliveries,
      },
    },
  });
}

type Entity = { __typename: string; id: string };
type Integration = Entity & { provider: Entity; connectionStatus?: { state: string } };

const idOf = ({ id }: { id?: unknown }): string | null => (typeof id === 'string' ? id : null);

/** What follows of an event that tells of a change, not of how things stand on subscribing. */
function ofChange(apply: (event: { integration: Integration }, cache: Cache) => void): UpdateResolver {
  return (result, _args, cache, { fieldName }) => {
    const event = result[fieldName] as { snapshot: boolean; integration: Integration };
    if (!event.snapshot) apply(event, cache);
  };
}

/** What follows of a mutation that has something sent to an endpoint. */
const ofDeliveries: UpdateResolver = (_result, { input }, cache) => {
  const { endpointId } = input as { endpointId: string };
  forget(cache, { __typename: 'OutboundEndpoint', id: endpointId }, 'deliveries');
};

type Arguments = Record<string, unknown>;

/** Has a list read anew, where it is shown; of a list in pages those that are wanted. */
function forget(
  cache: Cache,
  entity: Entity | 'Query',
  fieldName: string,
  isWanted: (given: Arguments) => boolean = () => true,
): void {
  for (const field of cache.inspectFields(entity)) {
    const isIt = field.fieldName === fieldName && isWanted(field.arguments ?? {});
    if (isIt) cache.invalidate(entity, fieldName, field.arguments);
  }
}

/** What is new stands first. */
const isFirstPage = ({ after }: Arguments): boolean => !after;

/** Has lists of integrations of one state or health read anew: which they are has changed. */
function forgetByState(cache: Cache): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
    const filter = args?.['filter'] as { state?: unknown; health?: unknown } | null | undefined;
    const isByState = fieldName === 'integrations' && (filter?.state ?? filter?.health ?? null) !== null;
    if (isByState) cache.invalidate('Query', fieldName, args);
  }
}

/** Whether it came after all that was read of a list: ids of one kind are in the order in which they were made. */
function isNewer(cache: Cache, fieldName: string, id: string): boolean {
  return idsIn(cache, 'Query', fieldName).every((known) => known < id);
}

/** Whether one of the pages of a list that were read holds the node of this id. */
function knows(cache: Cache, entity: Entity | 'Query', fieldName: string, id: string): boolean {
  return idsIn(cache, entity, fieldName).includes(id);
}

/** Of all pages of a list that were read. */
function idsIn(cache: Cache, entity: Entity | 'Query', fieldName: string): string[] {
  const fields = cache.inspectFields(entity).filter((field) => field.fieldName === fieldName);
  return fields.flatMap(({ fieldKey }) => {
    const page = cache.resolve(entity, fieldKey);
    const nodes = typeof page === 'string' ? cache.resolve(page, 'nodes') : null;
    const ids = Array.isArray(nodes) ? nodes.map((key) => typeof key === 'string' && cache.resolve(key, 'id')) : [];
    return ids.filter((id) => typeof id === 'string');
  });
}
