import { fromJson, toJson } from '../platform/database/json-text.js';
import { HubError, type ErrorCode } from '../platform/errors/hub-error.js';
import { problemOf, type Problem } from '../platform/errors/problem.js';
import { newId } from '../platform/id.js';
import type { Db, Row } from '../tables.js';
import { unlessAborted, type Wait } from './wait.js';

/** What an action gave, or why it gave nothing. */
export type ActionOutcome = { output: unknown } | { error: unknown; mayHaveEffect: boolean };

export interface ActionRunKey {
  integrationId: string;
  action: string;
  idempotencyKey: string;
  /** Canonical hash of the input. */
  inputHash: string;
}

export interface ActionRunsOptions {
  db: Db;
  clock: () => number;
  wait: Wait;
}

/** No run takes this long: one that is still open then ended with its process. */
export const LONGEST_RUN_MS = 120_000;
/** How long a second run with a key waits for the first. */
const MAX_WAIT_MS = 20_000;
const LOOK_EVERY_MS = 250;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Runs under an idempotency key: one effect and one answer for each key, held by a unique index. */
export class ActionRuns {
  private readonly running = new Map<string, Promise<ActionOutcome>>();

  constructor(private readonly options: ActionRunsOptions) {}

  /**
   * Performs once for each key, and gives every run with the key the same outcome. What failed and surely
   * had no effect is forgotten, so that the key may be tried again.
   * @throws HubError CONFLICT where the key was used for another input, is still running, or stopped without
   * anybody knowing its outcome.
   */
  async once(key: ActionRunKey, perform: () => Promise<ActionOutcome>): Promise<ActionOutcome> {
    const giveUpAt = this.options.clock() + MAX_WAIT_MS;
    for (;;) {
      const claimed = await this.claim(key);
      if (claimed !== null) return this.performAs(claimed, key, perform);
      const known = await this.outcomeOf(key);
      if (known !== null) return known;
      if (this.options.clock() >= giveUpAt) throw stillRunning();
      await this.waitForChange(key);
    }
  }

  /** Forgets keys after 30 days. */
  async removeOld(now: number): Promise<void> {
    await this.options.db
      .deleteFrom('action_run')
      .where('startedAt', '<', now - KEPT_MS)
      .execute();
  }

  /** The new run's id, or null where the key has been used. */
  private async claim(key: ActionRunKey): Promise<string | null> {
    const row = { id: newId('run'), ...key, startedAt: this.options.clock() };
    const claimed = await this.options.db
      .insertInto('action_run')
      .values(row)
      .onConflict((conflict) => conflict.columns(['integrationId', 'action', 'idempotencyKey']).doNothing())
      .returning('id')
      .executeTakeFirst();
    return claimed?.id ?? null;
  }

  private async performAs(
    id: string,
    key: ActionRunKey,
    perform: () => Promise<ActionOutcome>,
  ): Promise<ActionOutcome> {
    const outcome = perform().then((value) => this.settle(id, value));
    this.running.set(nameOf(key), outcome);
    return outcome.finally(() => this.running.delete(nameOf(key)));
  }

  private async settle(id: string, outcome: ActionOutcome): Promise<ActionOutcome> {
    const { db, clock } = this.options;
    if ('error' in outcome && !outcome.mayHaveEffect) {
      await db.deleteFrom('action_run').where('id', '=', id).execute();
      return outcome;
    }
    const finishedAt = clock();
    const result =
      'error' in outcome
        ? { problem: toJson(lastingProblem(outcome.error, finishedAt)) }
        : { output: toJson(outcome.output) };
    await db
      .updateTable('action_run')
      .set({ ...result, finishedAt })
      .where('id', '=', id)
      .execute();
    return outcome;
  }

  /** Null where the run is under way, or was forgotten a moment ago. */
  private async outcomeOf(key: ActionRunKey): Promise<ActionOutcome | null> {
    const run = await this.options.db
      .selectFrom('action_run')
      .selectAll()
      .where('integrationId', '=', key.integrationId)
      .where('action', '=', key.action)
      .where('idempotencyKey', '=', key.idempotencyKey)
      .executeTakeFirst();
    if (run === undefined) return null;
    if (run.inputHash !== key.inputHash) throw usedOtherwise();
    if (run.finishedAt !== null) return storedOutcome(run);
    if (this.isLost(run, key)) throw outcomeUnknown();
    return null;
  }

  private isLost(run: Row<'action_run'>, key: ActionRunKey): boolean {
    return !this.running.has(nameOf(key)) && run.startedAt + LONGEST_RUN_MS < this.options.clock();
  }

  /** Until the run of this process ends, or for a moment where another process has it. */
  private async waitForChange(key: ActionRunKey): Promise<void> {
    const here = this.running.get(nameOf(key));
    const patience = AbortSignal.timeout(MAX_WAIT_MS);
    if (here === undefined) await this.options.wait(LOOK_EVERY_MS, patience);
    else await unlessAborted(here, patience).catch(() => undefined);
  }
}

function nameOf({ integrationId, action, idempotencyKey }: ActionRunKey): string {
  return JSON.stringify([integrationId, action, idempotencyKey]);
}

function storedOutcome({ output, problem: stored }: Row<'action_run'>): ActionOutcome {
  const problem = fromJson(stored);
  if (problem === null) return { output: fromJson(output) };
  const error = new HubError(problem.code as ErrorCode, problem.message, {
    retryAt: problem.retryAt ?? undefined,
    // What was stored may have had its effect.
    retryable: false,
  });
  return { error, mayHaveEffect: true };
}

function lastingProblem(error: unknown, at: number): Problem {
  return problemOf(error instanceof HubError ? error : outcomeUnknown(), at);
}

function usedOtherwise(): HubError {
  return new HubError('CONFLICT', 'This idempotencyKey was used for another input. Use a new key for a new action.', {
    field: ['input', 'idempotencyKey'],
  });
}

function stillRunning(): HubError {
  return new HubError(
    'CONFLICT',
    'A run with this idempotencyKey is still running. Ask again with the same key for its answer.',
    {
      field: ['input', 'idempotencyKey'],
    },
  );
}

function outcomeUnknown(): HubError {
  return new HubError(
    'CONFLICT',
    'A run with this idempotencyKey stopped before its answer came, so it is not known whether it had its effect. ' +
      'The hub does not send it again: look at the provider first, then use a new key if it has to be done.',
    { field: ['input', 'idempotencyKey'] },
  );
}
