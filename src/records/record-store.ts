import { CompiledQuery, sql, type Transaction } from 'kysely';
import { canonicalJson, hashText } from '../platform/canonical-hash.js';
import type { Engine } from '../platform/database/open-database.js';
import { newId } from '../platform/id.js';
import type { Tables } from '../tables.js';
import type { IndexPlans } from './reading/index-plan.js';
import { takeSequences } from './record-feed.js';
import { withoutOlder } from './record-versions.js';
import { textList } from '../platform/database/text-list.js';
import { readStates, writeStates, type ToldPlace } from './told-records.js';
import { applyTold, type ToldChanges } from './told-state.js';
import { upsertStatement, type UpsertRow } from './upsert-statement.js';

/** One object as a provider's model gave it. */
export interface FoundRecord {
  externalId: string;
  data: unknown;
  /** Orders the states of the object: an older one than what is stored is left out. Null for one that always counts. */
  version?: number | null;
}

export interface PageOfRecords {
  integrationId: string;
  model: string;
  records: readonly FoundRecord[];
  deletedIds: readonly string[];
}

/** A full run, as far as its end needs to know. */
export interface SweepPlace {
  integrationId: string;
  model: string;
  syncLogId: string;
  /** Epoch milliseconds. */
  beganAt: number;
}

/** What a page changed. Objects that were deleted and came back count as added. */
export interface RecordChanges {
  added: number;
  updated: number;
  deleted: number;
  unchanged: number;
  /** Position of the change feed before the changes; null where nothing changed. */
  sequenceBefore: number | null;
}

/** Rows of a statement; more would pass SQLite's 32,766 parameters. */
const ROWS_PER_STATEMENT = 500;

/** Writes records set-based, inside the caller's transaction: what is the same is only read. */
export class RecordStore {
  constructor(
    private readonly engine: Engine,
    private readonly clock: () => number = Date.now,
    /** Of the models that have a list of their own. */
    private readonly plans: IndexPlans = new Map(),
  ) {}

  /**
   * Upserts by content hash and marks deleted what the provider says is gone. Of two objects with one id the
   * last wins, and none that is older than what is stored.
   */
  async applyPage(trx: Transaction<Tables>, page: PageOfRecords): Promise<RecordChanges> {
    const records = await withoutOlder(trx, this.engine, page, page.records);
    const changes = await this.write(trx, { ...page, records });
    return { ...changes, unchanged: changes.unchanged + countIds(page.records) - countIds(records) };
  }

  /** As `applyPage`, for what webhooks told, in their order: what each changes, as if it had come alone. */
  async applyTold(trx: Transaction<Tables>, place: ToldPlace, told: readonly ToldChanges[]): Promise<RecordChanges[]> {
    // Nobody writes between this look and the write.
    await takeSequences(trx, place.integrationId, 0);
    const states = await readStates(trx, this.engine, place, idsIn(told));
    let places = 0;
    const changes = told.map((one) => {
      const change = applyTold(states, one, places);
      places += change.added + change.updated + change.deleted;
      return change;
    });
    const feedAt = await writeStates(trx, this.engine, place, states, { places, now: this.clock() });
    return changes.map(({ sequenceBefore: at, ...counts }) => ({
      ...counts,
      sequenceBefore: at === null ? null : feedAt + at,
    }));
  }

  private async write(trx: Transaction<Tables>, page: PageOfRecords): Promise<RecordChanges> {
    const found = new Map(page.records.map((record) => [record.externalId, stateOf(record)]));
    const gone = new Set(page.deletedIds.filter((externalId) => !found.has(externalId)));
    const changed = await this.withoutUnchanged(trx, page, found);
    const unchanged = found.size - changed.length;
    if (changed.length + gone.size === 0) return { added: 0, updated: 0, deleted: 0, unchanged, sequenceBefore: null };

    const sequenceBefore = await takeSequences(trx, page.integrationId, changed.length + gone.size);
    const { added, updated } = await this.upsert(trx, page, changed, sequenceBefore);
    const deleted = await this.markDeleted(trx, page, [...gone], sequenceBefore + changed.length);
    return {
      added,
      updated,
      deleted,
      unchanged: unchanged + changed.length - added - updated,
      sequenceBefore: added + updated + deleted > 0 ? sequenceBefore : null,
    };
  }

  /**
   * Marks deleted every live record of a model that no page of the full run saw. What a webhook told of
   * since it began stays: its pages may have been read before that.
   */
  async sweep(
    trx: Transaction<Tables>,
    place: SweepPlace,
  ): Promise<{ deleted: number; sequenceBefore: number | null }> {
    const unseen = await this.countUnseen(trx, place);
    if (unseen === 0) return { deleted: 0, sequenceBefore: null };
    const sequenceBefore = await takeSequences(trx, place.integrationId, unseen);
    const deleted = await this.tombstone(trx, this.unseen(trx, place), sequenceBefore);
    return { deleted, sequenceBefore };
  }

  /** How many live records of a model no page of the full run saw. */
  async countUnseen(trx: Transaction<Tables>, place: SweepPlace): Promise<number> {
    const { count } = await this.unseen(trx, place)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  /** How many records of a model are not deleted. */
  async countLive(trx: Transaction<Tables>, place: { integrationId: string; model: string }): Promise<number> {
    const { count } = await trx
      .selectFrom('record')
      .where('integrationId', '=', place.integrationId)
      .where('model', '=', place.model)
      .where('deletedAt', 'is', null)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Erases what was synced, tombstones and all. */
  async erase(trx: Transaction<Tables>, integrationId: string): Promise<void> {
    await trx.deleteFrom('record').where('integrationId', '=', integrationId).execute();
  }

  /** The objects that are new or differ from what is stored, with their hashes. */
  private async withoutUnchanged(
    trx: Transaction<Tables>,
    { integrationId, model }: PageOfRecords,
    found: ReadonlyMap<string, RecordState>,
  ): Promise<ChangedRecord[]> {
    if (found.size === 0) return [];
    const stored = await trx
      .selectFrom('record')
      .select(['externalId', 'hash'])
      .where('integrationId', '=', integrationId)
      .where('model', '=', model)
      .where('deletedAt', 'is', null)
      .where('externalId', 'in', textList(this.engine, [...found.keys()]))
      .execute();
    const hashes = new Map(stored.map((row) => [row.externalId, row.hash]));
    const changed: ChangedRecord[] = [];
    for (const [externalId, state] of found) {
      const hash = hashText(state.data);
      if (hashes.get(externalId) !== hash) changed.push({ ...state, externalId, hash });
    }
    return changed;
  }

  private async upsert(
    trx: Transaction<Tables>,
    { integrationId, model }: PageOfRecords,
    changed: readonly ChangedRecord[],
    sequenceBefore: number,
  ): Promise<{ added: number; updated: number }> {
    const now = this.clock();
    let added = 0;
    let updated = 0;
    const plan = this.plans.get(model);
    for (let from = 0; from < changed.length; from += ROWS_PER_STATEMENT) {
      const rows: UpsertRow[] = changed.slice(from, from + ROWS_PER_STATEMENT).map((record, place) => ({
        ...record,
        id: newId('rec'),
        sequence: sequenceBefore + from + place + 1,
        index: plan?.valuesOf(record.found) ?? null,
      }));
      const { text, parameters } = upsertStatement(this.engine, { integrationId, model, now }, rows);
      const result = await trx.executeQuery<{ revision: number }>(CompiledQuery.raw(text, parameters));
      for (const { revision } of result.rows) {
        if (revision === 1) added += 1;
        else updated += 1;
      }
    }
    return { added, updated };
  }

  private async markDeleted(
    trx: Transaction<Tables>,
    { integrationId, model }: PageOfRecords,
    externalIds: readonly string[],
    sequenceBefore: number,
  ): Promise<number> {
    if (externalIds.length === 0) return 0;
    const gone = trx
      .selectFrom('record')
      .where('integrationId', '=', integrationId)
      .where('model', '=', model)
      .where('deletedAt', 'is', null)
      .where('externalId', 'in', textList(this.engine, externalIds));
    return this.tombstone(trx, gone, sequenceBefore);
  }

  /** Each tombstone gets a place of its own in the change feed. */
  private async tombstone(
    trx: Transaction<Tables>,
    gone: ReturnType<RecordStore['unseen']>,
    sequenceBefore: number,
  ): Promise<number> {
    const now = this.clock();
    const numbered = gone.select(['record.id', sql<number>`row_number() over (order by record.id)`.as('place')]);
    const result = await trx
      .updateTable('record')
      .from(numbered.as('gone'))
      .set((eb) => ({
        deletedAt: now,
        changedAt: now,
        revision: eb('record.revision', '+', 1),
        sequence: sql<number>`${sequenceBefore} + gone.place`,
      }))
      .whereRef('record.id', '=', 'gone.id')
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /** Live records that no page of the run had, and that no webhook told of since it began. */
  private unseen(trx: Transaction<Tables>, place: SweepPlace) {
    const rows = trx.selectFrom('record');
    if (this.engine === 'postgresql') return rows.where('record.id', 'in', unseenIds(trx, place));
    const { integrationId, model, syncLogId, beganAt } = place;
    const seen = sql<string>`(select value from sync_seen_page, json_each(external_ids) where sync_log_id = ${syncLogId})`;
    return rows
      .where('integrationId', '=', integrationId)
      .where('model', '=', model)
      .where('deletedAt', 'is', null)
      .where('externalId', 'not in', seen)
      .where((eb) => eb.or([eb('toldAt', 'is', null), eb('toldAt', '<', beganAt)]));
  }
}

/**
 * The same for PostgreSQL, which compares every record with every id that was seen where it guesses their number wrong;
 * of a table that nobody has analyzed yet it does. Grouping takes as long whatever it guesses.
 */
function unseenIds(trx: Transaction<Tables>, { integrationId, model, syncLogId, beganAt }: SweepPlace) {
  const stored = trx
    .selectFrom('record')
    .select(['id', 'externalId', 'toldAt'])
    .where('integrationId', '=', integrationId)
    .where('model', '=', model)
    .where('deletedAt', 'is', null);
  const seen = trx
    .selectFrom('sync_seen_page')
    .select([
      // Of no record.
      sql<string>`null`.as('id'),
      sql<string>`jsonb_array_elements_text(external_ids::jsonb)`.as('externalId'),
      sql<number | null>`null::bigint`.as('toldAt'),
    ])
    .where('syncLogId', '=', syncLogId);
  return trx
    .selectFrom(stored.unionAll(seen).as('known'))
    .select(({ fn }) => fn.min('known.id').as('id'))
    .groupBy('known.externalId')
    .having(sql<boolean>`count(*) = count(known.id)`)
    .having(({ fn, eb }) => eb.or([eb(fn.max('known.toldAt'), 'is', null), eb(fn.max('known.toldAt'), '<', beganAt)]));
}

interface RecordState {
  /** As the model gave it. */
  found: unknown;
  /** Canonical JSON. */
  data: string;
  version: number | null;
}

interface ChangedRecord extends RecordState {
  externalId: string;
  hash: string;
}

function stateOf({ data, version }: FoundRecord): RecordState {
  return { found: data, data: canonicalJson(data), version: version ?? null };
}

function idsIn(told: readonly ToldChanges[]): string[] {
  const ids = told.flatMap(({ records, deleted }) => [
    ...records.map(({ externalId }) => externalId),
    ...deleted.keys(),
  ]);
  return [...new Set(ids)];
}

function countIds(records: readonly FoundRecord[]): number {
  return new Set(records.map(({ externalId }) => externalId)).size;
}
