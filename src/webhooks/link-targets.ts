import { sql } from 'kysely';
import type { Engine } from '../platform/database/open-database.js';
import { rowList } from '../platform/database/row-list.js';
import type { Db } from '../tables.js';
import type { TargetsOfEvents } from './event-targets.js';

/** Notes which integrations events concern, before anything comes of them: also of one that fails it can be seen. */
export async function linkTargets({ db, engine }: { db: Db; engine: Engine }, targets: TargetsOfEvents): Promise<void> {
  const links = [...targets].flatMap(([eventId, of]) => of.map(({ integration }) => [integration.id, eventId]));
  if (links.length === 0) return;
  // From the tables: either may have gone meanwhile.
  await sql`
    insert into webhook_event_integration (integration_id, webhook_event_id)
    select integration.id, webhook_event.id
    from ${rowList(engine, { integration_id: 'text', webhook_event_id: 'text' }, links)}
    inner join integration on integration.id = given.integration_id
    inner join webhook_event on webhook_event.id = given.webhook_event_id
    where true
    on conflict do nothing`.execute(db);
}
