import { canonicalJson, hashText } from '../platform/canonical-hash.js';
import type { FoundRecord, RecordChanges } from './record-store.js';

/** What a webhook told of one model of one integration. */
export interface ToldChanges {
  records: readonly FoundRecord[];
  /** Versions of what is deleted, as {@link FoundRecord.version}, by external id. */
  deleted: ReadonlyMap<string, number>;
}

/** An object as it is stored, and as it is to be stored. */
export interface ToldState {
  version: number | null;
  isDeleted: boolean;
  /** Null where there is no record of it. */
  hash: string | null;
  revision: number;
  /** Whether anything counted that was told of it. */
  isTold: boolean;
  /** Canonical JSON where it is another than what is stored. */
  data: string | null;
  /** Its new place in the change feed, counted from where the feed stands; null where it keeps its place. */
  place: number | null;
}

export type ToldStates = Map<string, ToldState>;

/** An object of which nothing is known. */
function unknownState(): ToldState {
  return { version: null, isDeleted: false, hash: null, revision: 0, isTold: false, data: null, place: null };
}

/**
 * Applies what one webhook told to the states of its objects. What is older than a state is left out, so that in
 * whatever order webhooks come, the last state of each object is the same.
 * @param place where the change feed stands, counted as {@link ToldState.place}.
 * @returns what changed; `sequenceBefore` is counted so too.
 */
export function applyTold(states: ToldStates, { records, deleted }: ToldChanges, place: number): RecordChanges {
  const changes: RecordChanges = { added: 0, updated: 0, deleted: 0, unchanged: 0, sequenceBefore: null };
  const newest = new Map<string, FoundRecord>();
  const ids = new Set(records.map(({ externalId }) => externalId));
  for (const record of records) {
    if (!isOutdated(states.get(record.externalId), record)) newest.set(record.externalId, record);
  }
  let end = place;
  for (const [externalId, record] of newest) {
    const change = write(stateOf(states, externalId), record, end + 1);
    changes[change] += 1;
    if (change !== 'unchanged') end += 1;
  }
  for (const [externalId, version] of deleted) {
    if (newest.has(externalId) || isOutlived(states.get(externalId), version)) continue;
    if (!remove(stateOf(states, externalId), version, end + 1)) continue;
    changes.deleted += 1;
    end += 1;
  }
  changes.unchanged += ids.size - newest.size;
  return end > place ? { ...changes, sequenceBefore: place } : changes;
}

function stateOf(states: ToldStates, externalId: string): ToldState {
  const state = states.get(externalId) ?? unknownState();
  states.set(externalId, state);
  return state;
}

/** A deletion outlives states of the same version. */
export function isOutdated(
  state: Pick<ToldState, 'version' | 'isDeleted'> | undefined,
  { version }: Pick<FoundRecord, 'version'>,
): boolean {
  if (version == null || state === undefined || state.version === null) return false;
  return state.isDeleted ? version <= state.version : version < state.version;
}

function isOutlived(state: ToldState | undefined, version: number): boolean {
  return state !== undefined && state.version !== null && state.version > version;
}

function write(state: ToldState, { data, version }: FoundRecord, place: number): 'added' | 'updated' | 'unchanged' {
  const text = canonicalJson(data);
  const hash = hashText(text);
  const isLive = state.hash !== null && !state.isDeleted;
  state.isTold = true;
  state.version = version ?? state.version;
  if (isLive && state.hash === hash) return 'unchanged';
  Object.assign(state, { hash, data: text, place, isDeleted: false, revision: isLive ? state.revision + 1 : 1 });
  return isLive ? 'updated' : 'added';
}

/** Says whether there was something to remove; else only the deletion is noted. */
function remove(state: ToldState, version: number, place: number): boolean {
  const isLive = state.hash !== null && !state.isDeleted;
  Object.assign(state, { isTold: true, version, isDeleted: true });
  if (isLive) Object.assign(state, { place, revision: state.revision + 1 });
  return isLive;
}
