import type { Kysely } from 'kysely';
import type { JobBackend } from './job-backend.js';
import type { DueJobs } from './jobs.js';
import { createJobTable, type JobTables } from './job-table.js';
import { LockGate } from './lock-gate.js';
import { SqliteJobRepository } from './sqlite-job-repository.js';
import { WakeChannel } from './wake-channel.js';

/** Agenda's storage on SQLite, over the hub's own connection: one process, so nothing to notify but itself. */
export class SqliteBackend implements JobBackend {
  readonly name = 'SQLite';
  readonly ownsConnection = false;
  readonly servesOneProcess = true;
  readonly locks = new LockGate();
  readonly repository: SqliteJobRepository;
  readonly notificationChannel: WakeChannel;

  /** @param owner what this process signs its locks with. */
  constructor(
    private readonly db: Kysely<JobTables>,
    private readonly owner: string,
    onError: (error: Error) => void,
  ) {
    this.repository = new SqliteJobRepository(db, this.locks, onError);
    this.notificationChannel = new WakeChannel(null, owner);
    this.notificationChannel.on('error', onError);
  }

  async connect(): Promise<void> {
    await createJobTable(this.db);
    await this.notificationChannel.connect();
  }

  async disconnect(): Promise<void> {
    await this.notificationChannel.disconnect();
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.unlocking().where('id', 'in', ids.map(Number)).where('lastModifiedBy', '=', this.owner).execute();
  }

  async giveBackAll(): Promise<void> {
    await this.unlocking().execute();
  }

  async forgetEnded(before: number): Promise<void> {
    await this.db
      .deleteFrom('agendaJob')
      .where('type', '=', 'normal')
      .where('nextRunAt', 'is', null)
      .where('lockedAt', 'is', null)
      .where('lastFinishedAt', '<', before)
      .execute();
  }

  async due(now: Date): Promise<DueJobs[]> {
    return this.db
      .selectFrom('agendaJob')
      .select(({ fn }) => ['name', fn.countAll<number>().as('count'), fn.min<number>('nextRunAt').as('oldestAt')])
      .where('nextRunAt', '<=', now.getTime())
      .where('lockedAt', 'is', null)
      .where('disabled', '=', 0)
      .groupBy('name')
      .execute();
  }

  private unlocking() {
    const unlocked = { lockedAt: null, nextRunAt: Date.now() };
    return this.db.updateTable('agendaJob').set(unlocked).where('lockedAt', 'is not', null);
  }
}
