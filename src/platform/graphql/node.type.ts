import { Field, ID, InterfaceType } from 'type-graphql';
import { prefixOf, type IdPrefix } from '../id.js';

const TYPE_OF_PREFIX: Partial<Record<IdPrefix, string>> = {
  int: 'Integration',
  sync: 'Sync',
  slog: 'SyncLog',
  whe: 'WebhookEvent',
  call: 'ApiCall',
  alrt: 'Alert',
};

/** Name of a node's GraphQL type: rows are told apart by the prefix of their id, records by their class (one per model). */
export function nodeTypeName(node: { id: string }): string | undefined {
  const prefix = prefixOf(node.id);
  if (prefix === 'rec') return node.constructor.name;
  return prefix === null ? undefined : TYPE_OF_PREFIX[prefix];
}

@InterfaceType('Node', { description: 'Anything with a global id.', resolveType: nodeTypeName })
export abstract class Node {
  @Field(() => ID, {
    description: 'Opaque and global: a type prefix and a UUIDv7 (int_…, sync_…, slog_…, rec_…, whe_…, call_…, alrt_…).',
  })
  id!: string;
}
