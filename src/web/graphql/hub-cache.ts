import { cacheExchange, type Cache, type Resolver, type UpdateResolver } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { Exchange } from 'urql';

/**
 * The normalised cache: what has an id is held once, so that an event or a mutation changes it in
 * every view at once. What is written here is only what follows for lists.
 */
export function hubCache(): Exchange {
  return cacheExchange({
    // Parts of what they belong to, without an id of their own.
    keys: new Proxy({}, { get: () => idOf, has: () => true }),
    resolvers: {
      Query: pagesOf('alerts', 'auditLog', 'outboundEndpoints', 'syncLogs', 'webhookEvents'),
      Integration: pagesOf('apiCalls', 'healthHistory', 'records', 'syncLogs', 'webhookEvents'),
      OutboundEndpoint: pagesOf('deliveries'),
      SyncLog: pagesOf('apiCallLog'),
    },
    updates: {
      Subscription: {
        connectionStatusChanged: ofChange(({ integration, previous }, cache) => {
          const { state } = (integration as Entity & { connectionStatus: { state: string } }).connectionStatus;
          if (previous !== state) forget(cache, 'Query', 'integrations', ({ filter }) => Boolean(filter));
          if (!isListed(cache, integration)) forget(cache, 'Query', 'integrations', isFirstPage);
        }),
        healthChanged: ofChange(({ integration }, cache) => forget(cache, integration, 'healthHistory')),
        recordsChanged: ofChange(({ integration }, cache) => forget(cache, integration, 'records')),
        syncProgressed: ({ syncProgressed: run }, _args, cache) => {
          const { id, integration } = run as { id: string; integration: Entity };
          if (!knows(cache, integration, 'syncLogs', id)) forget(cache, integration, 'syncLogs');
        },
      },
      Mutation: {
        connectWithApiKey: (_result, _args, cache) => forget(cache, 'Query', 'integrations', isFirstPage),
      },
    },
  });
}

/** Lists of which pages that were read one after another are shown as one. */
function pagesOf(...fieldNames: string[]): Record<string, Resolver> {
  return Object.fromEntries(fieldNames.map((name) => [name, relayPagination()]));
}

type Entity = { __typename: string; id: string };
type ChangeEvent = { integration: Entity; previous?: string | null };

const idOf = ({ id }: { id?: unknown }): string | null => (typeof id === 'string' ? id : null);

function ofChange(apply: (event: ChangeEvent, cache: Cache) => void): UpdateResolver {
  return (result, _args, cache, { fieldName }) => apply(result[fieldName] as ChangeEvent, cache);
}

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
const isFirstPage = ({ after, filter }: Arguments): boolean => !after && !filter;

function isListed(cache: Cache, integration: Entity): boolean {
  return knows(cache, 'Query', 'integrations', integration.id);
}

/** Whether one of the pages of a list that were read holds the node of this id. */
function knows(cache: Cache, entity: Entity | 'Query', fieldName: string, id: string): boolean {
  const fields = cache.inspectFields(entity).filter((field) => field.fieldName === fieldName);
  return fields.some(({ fieldKey }) => {
    const page = cache.resolve(entity, fieldKey);
    const nodes = typeof page === 'string' ? cache.resolve(page, 'nodes') : null;
    return Array.isArray(nodes) && nodes.some((key) => typeof key === 'string' && cache.resolve(key, 'id') === id);
  });
}
