import type { OutboundEvent } from '../outbound-events.js';
import { recordCursors } from '../records/record-cursors.js';
import type { RecordChanges } from '../records/record-store.js';
import type { Row } from '../tables.js';

/** What the product's backend is told of changed records; nothing where nothing changed. */
export function recordsChangedEvents(
  { id: syncLogId, integrationId, model }: Pick<Row<'sync_log'>, 'id' | 'integrationId' | 'model'>,
  { added, updated, deleted, sequenceBefore }: Omit<RecordChanges, 'unchanged'>,
): OutboundEvent[] {
  if (sequenceBefore === null) return [];
  const cursorBefore = recordCursors(integrationId).encode(sequenceBefore);
  return [
    { type: 'records.changed', integrationId, data: { model, added, updated, deleted, cursorBefore, syncLogId } },
  ];
}
