import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { HubError } from './platform/errors/hub-error.js';
import { Node } from './platform/graphql/node.type.js';
import { MAX_PAGE_SIZE } from './platform/graphql/pagination/page-size.js';
import { prefixOf } from './platform/id.js';
import { typedRecord } from './records/record-types.js';
import type { Scope } from './scope.js';

/** Anything by its global id; top-level because it knows all features. */
@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its id, or null where the viewer may not see it.' })
  node(@Arg('id', () => ID) id: string, @Ctx('scope') scope: Scope): Promise<object | null> {
    return loadNode(scope, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Up to 100 things by their ids, in the order of the ids; null where the viewer may not see one.',
  })
  nodes(@Arg('ids', () => [ID]) ids: string[], @Ctx('scope') scope: Scope): Promise<(object | null)[]> {
    if (ids.length > MAX_PAGE_SIZE) {
      throw new HubError('BAD_INPUT', `Ask for at most ${MAX_PAGE_SIZE} nodes at a time, not ${ids.length}.`);
    }
    return Promise.all(ids.map((id) => loadNode(scope, id)));
  }
}

async function loadNode({ load, services }: Scope, id: string): Promise<object | null> {
  switch (prefixOf(id)) {
    case 'int':
      return load.integration.load(id);
    case 'sync':
      return load.sync.load(id);
    case 'slog':
      return load.syncLog.load(id);
    case 'call':
      return load.apiCall.load(id);
    case 'alrt':
      return load.alert.load(id);
    case 'rec': {
      const record = await load.record.load(id);
      return record === null ? null : typedRecord(services.providers, record);
    }
    case 'whe':
      return load.webhookEvent.load(id);
    // Attempts, action runs, subscriptions, changes of health, what is sent and entries of the audit log are not nodes.
    case 'hch':
    case 'aud':
    case 'wsub':
    case 'att':
    case 'run':
    case 'oend':
    case 'oevt':
    case 'odel':
    case 'otry':
    case null:
    default:
      return null;
  }
}
