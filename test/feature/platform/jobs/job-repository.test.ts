import { toJobId, type JobParameters } from 'agenda';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src/platform/database/open-database.js';
import type { JobBackend } from '../../../../src/platform/jobs/job-backend.js';
import type { JobTables } from '../../../../src/platform/jobs/job-table.js';
import { PostgresBackend } from '../../../../src/platform/jobs/postgres-backend.js';
import { SqliteBackend } from '../../../../src/platform/jobs/sqlite-backend.js';
import { entities } from '../../../../src/tables.js';
import { describeEachDatabase, type TestDatabase } from '../../../kit/databases.js';

const MINUTE = 60_000;
const OWNER = { lastModifiedBy: 'me' };

/** Agenda's own storage on PostgreSQL is the measure for ours on SQLite. */
describeEachDatabase((database) => {
  test('keeps all that a job is', async () => {
    await using place = await backendPlace(database);
    const at = new Date(1_900_000_000_000);
    const job: JobParameters = {
      ...newJob('full'),
      priority: 7,
      nextRunAt: at,
      repeatInterval: '1 hour',
      repeatTimezone: 'Europe/Vienna',
      repeatAt: '3:30pm',
      startDate: at,
      endDate: at,
      skipDays: [0, 6],
      data: { id: 'int_1', deep: { list: [1, null, 'x'] } },
    };

    const saved = await place.repository.saveJob(job, OWNER);

    expect(await place.repository.getJobById(idOf(saved))).toMatchObject({
      ...job,
      disabled: false,
      lastModifiedBy: 'me',
    });
    expect(await place.repository.getJobById(idOf(saved))).toMatchObject(saved);
  });

  test('gives nobody a job that is not there', async () => {
    await using place = await backendPlace(database);
    const gone = await place.repository.saveJob(newJob('gone'), OWNER);
    await place.repository.removeJobs({ id: idOf(gone) });

    const saving = place.repository.saveJobState(gone, OWNER);

    await expect(saving).rejects.toThrow(/not there any more|cannot be updated/);
    expect(await place.repository.getJobById(idOf(gone))).toBeNull();
    expect(await place.repository.saveJob(gone, OWNER)).toEqual(gone);
  });

  test('locks the job that is due first, the more urgent of two, each once', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const now = Date.now();
    await repository.saveJob(newJob('a', { nextRunAt: new Date(now - 10), priority: 1, data: 'second' }), OWNER);
    await repository.saveJob(newJob('a', { nextRunAt: new Date(now - 10), priority: 9, data: 'first' }), OWNER);
    await repository.saveJob(newJob('a', { nextRunAt: new Date(now - 5), data: 'third' }), OWNER);
    await repository.saveJob(newJob('a', { nextRunAt: new Date(now + MINUTE), data: 'later' }), OWNER);
    await repository.saveJob(newJob('b', { nextRunAt: new Date(now - 99), data: 'other' }), OWNER);

    const found = [await next(place, 'a'), await next(place, 'a'), await next(place, 'a'), await next(place, 'a')];

    expect(found.map((job) => job?.data)).toEqual(['first', 'second', 'third', undefined]);
  });

  test('locks each of many jobs once, however many ask at a time', async () => {
    await using place = await backendPlace(database);
    await Promise.all(Array.from({ length: 10 }, () => place.repository.saveJob(newJob('many'), OWNER)));

    const found = await Promise.all(Array.from({ length: 30 }, () => next(place, 'many')));

    expect(new Set(found.filter((job) => job !== undefined).map(idOf)).size).toBe(10);
  });

  test('locks again what was locked longer than a lock lives, and due at once', async () => {
    await using place = await backendPlace(database);
    const saved = await place.repository.saveJob(newJob('old', { nextRunAt: new Date(Date.now() + MINUTE) }), OWNER);
    await place.repository.saveJobState({ ...saved, lockedAt: new Date(Date.now() - 2 * MINUTE) }, OWNER);

    const job = await next(place, 'old');

    expect(job?.nextRunAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test('locks a certain job only where it is as it was', async () => {
    await using place = await backendPlace(database);
    const saved = await place.repository.saveJob(newJob('certain'), OWNER);

    const moved = await place.repository.lockJob({ ...saved, nextRunAt: new Date(5) }, OWNER);
    const [locked, again] = [
      await place.repository.lockJob(saved, OWNER),
      await place.repository.lockJob(saved, OWNER),
    ];

    expect([moved, again]).toEqual([undefined, undefined]);
    expect(locked?.lockedAt).toBeInstanceOf(Date);
  });

  test('unlocks what waits, one or several, and not what runs', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const [waits, runs, other] = [newJob('a'), newJob('a', { nextRunAt: null }), newJob('a')];
    const saved = await Promise.all([waits, runs, other].map((job) => repository.saveJob(job, OWNER)));
    await Promise.all(saved.map((job) => repository.saveJobState({ ...job, lockedAt: new Date() }, OWNER)));

    await repository.unlockJob(saved[0]!);
    await repository.unlockJob(saved[1]!);
    await repository.unlockJobs([toJobId(idOf(saved[2]!))]);
    await repository.unlockJobs([]);

    const now = await Promise.all(saved.map((job) => repository.getJobById(idOf(job))));
    expect(now.map((job) => job?.lockedAt === undefined)).toEqual([true, false, true]);
  });

  test('keeps one recurring job of a name, and the run that it waits for', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const later = new Date(1_900_000_000_000);
    const first = await repository.saveJob(newJob('single', { type: 'single', nextRunAt: later }), OWNER);

    const due = await repository.saveJob(newJob('single', { type: 'single', priority: 3 }), OWNER);
    const moved = await repository.saveJob(
      newJob('single', { type: 'single', nextRunAt: new Date(later.getTime() + 1) }),
      OWNER,
    );

    expect([idOf(due), idOf(moved)]).toEqual([idOf(first), idOf(first)]);
    expect([due.nextRunAt, due.priority]).toEqual([later, 3]);
    expect(moved.nextRunAt?.getTime()).toBe(later.getTime() + 1);
  });

  test('finds jobs by name, id, data, text and state, in order and in pages', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const later = new Date(Date.now() + MINUTE);
    const one = await repository.saveJob(newJob('sync', { data: { id: 1, kind: 'full' } }), OWNER);
    const two = await repository.saveJob(newJob('sync', { data: { id: 2 }, nextRunAt: later }), OWNER);
    await repository.saveJob(newJob('sweep', { type: 'single', repeatInterval: '1 hour' }), OWNER);
    await repository.saveJob(newJob('paused', { disabled: true }), OWNER);

    const total = async (query: Parameters<typeof repository.queryJobs>[0]) =>
      (await repository.queryJobs(query)).total;

    expect(await total(undefined)).toBe(4);
    expect(await total({ name: 'sync' })).toBe(2);
    expect(await total({ names: ['sync', 'sweep'] })).toBe(3);
    expect(await total({ id: idOf(one) })).toBe(1);
    expect(await total({ ids: [idOf(one), idOf(two)] })).toBe(2);
    expect(await total({ data: { id: 1 } })).toBe(1);
    expect(await total({ data: { id: 3 } })).toBe(0);
    expect(await total({ search: 'SWE' })).toBe(1);
    expect(await total({ includeDisabled: false })).toBe(3);
    expect(await total({ state: 'paused' })).toBe(1);
    expect(await total({ state: 'scheduled' })).toBe(1);
    expect(await total({ state: 'repeating' })).toBe(1);
    const page = await repository.queryJobs({ sort: { name: 'asc' }, skip: 1, limit: 2 });
    expect([page.total, page.jobs.map(({ name }) => name)]).toEqual([4, ['sweep', 'sync']]);
    expect(await repository.getDistinctJobNames()).toEqual(['paused', 'sweep', 'sync']);
    expect(await repository.getJobsOverview()).toMatchObject([
      { name: 'paused', total: 1, paused: 1 },
      { name: 'sweep', total: 1, repeating: 1 },
      { name: 'sync', total: 2, scheduled: 1, queued: 1 },
    ]);
  });

  test('counts the jobs that could run by now', async () => {
    await using place = await backendPlace(database);
    await place.repository.saveJob(newJob('due', { nextRunAt: new Date(Date.now() - MINUTE) }), OWNER);
    await place.repository.saveJob(newJob('later', { nextRunAt: new Date(Date.now() + MINUTE) }), OWNER);

    expect(await place.repository.getQueueSize()).toBe(1);
  });

  test('pauses jobs and lets them go on', async () => {
    await using place = await backendPlace(database);
    await place.repository.saveJob(newJob('a'), OWNER);
    await place.repository.saveJob(newJob('b'), OWNER);

    const disabled = await place.repository.disableJobs({ name: 'a' });
    const whilePaused = await next(place, 'a');
    const enabled = await place.repository.enableJobs({ name: 'a' });

    expect([disabled, whilePaused, enabled]).toEqual([1, undefined, 1]);
    expect((await next(place, 'a'))?.name).toBe('a');
  });

  test('removes what is asked for, and nothing where nothing is', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const saved = await Promise.all(
      [1, 2, 3, 4].map((id) => repository.saveJob(newJob(`job${id}`, { data: { id } }), OWNER)),
    );

    expect(await repository.removeJobs({})).toBe(0);
    expect(await repository.removeJobs({ id: idOf(saved[0]!) })).toBe(1);
    expect(await repository.removeJobs({ data: { id: 2 } })).toBe(1);
    expect(await repository.removeJobs({ notNames: ['job4'] })).toBe(1);
    expect(await repository.removeJobs({ name: 'job1' })).toBe(0);
    expect(await repository.purgeAllJobs()).toBe(1);
    expect(await repository.queryJobs()).toEqual({ jobs: [], total: 0 });
  });

  test('gives back only its own locks', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const [mine, theirs] = [await repository.saveJob(newJob('a'), OWNER), await repository.saveJob(newJob('a'), OWNER)];
    await repository.saveJobState({ ...mine, nextRunAt: null, lockedAt: new Date() }, OWNER);
    await repository.saveJobState({ ...theirs, nextRunAt: null, lockedAt: new Date() }, { lastModifiedBy: 'them' });

    await place.backend.giveBack([idOf(mine), idOf(theirs)]);

    expect(await repository.getJobById(idOf(mine))).toMatchObject({ nextRunAt: expect.any(Date), lockedAt: undefined });
    expect(await repository.getJobById(idOf(theirs))).toMatchObject({ nextRunAt: null, lockedAt: expect.any(Date) });
  });

  test('forgets one-off jobs that ended, not those that wait, run or repeat', async () => {
    await using place = await backendPlace(database);
    const { repository } = place;
    const ended = { nextRunAt: null, lastFinishedAt: new Date(1_000) };
    const states: Partial<JobParameters>[] = [
      ended,
      { ...ended, lockedAt: new Date() },
      { lastFinishedAt: new Date(1_000) },
      ended,
    ];
    for (const [index, state] of states.entries()) {
      const type = index === 3 ? 'single' : 'normal';
      const saved = await repository.saveJob(newJob(`job${index}`, { type }), OWNER);
      await repository.saveJobState({ ...saved, ...state }, OWNER);
    }

    await place.backend.forgetEnded(2_000);

    expect(await repository.getDistinctJobNames()).toEqual(['job1', 'job2', 'job3']);
  });

  test('makes its table once, by as many as start together', async () => {
    await using place = await backendPlace(database);

    const again = Promise.all([1, 2, 3].map(() => place.another()));

    await expect(again).resolves.toHaveLength(3);
  });

  test.runIf(database.engine === 'sqlite')('refuses uniqueness, which it would not hold', async () => {
    await using place = await backendPlace(database);

    const saving = place.repository.saveJob({ ...newJob('a'), unique: { 'data.id': 1 } }, OWNER);

    await expect(saving).rejects.toThrow('no unique');
  });
});

async function backendPlace({ engine, create }: TestDatabase) {
  const place = await create();
  const database = await openDatabase<JobTables>({ url: place.url, entities, migrations: [] });
  const opened: JobBackend[] = [];
  const onError = () => undefined;
  const another = async () => {
    const backend =
      engine === 'sqlite'
        ? new SqliteBackend(database.db, 'me', onError)
        : new PostgresBackend(place.url, 'me', onError);
    opened.push(backend);
    await backend.connect();
    return backend;
  };
  const backend: JobBackend = await another();
  return {
    backend,
    repository: backend.repository,
    another,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((one) => one.disconnect()));
      await database.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

function newJob(name: string, more: Partial<JobParameters> = {}): JobParameters {
  return { name, type: 'normal', priority: 0, nextRunAt: new Date(Date.now() - 1), data: {}, ...more };
}

function next({ repository }: { repository: JobBackend['repository'] }, name: string) {
  return repository.getNextJobToRun(name, new Date(), new Date(Date.now() - MINUTE), undefined, OWNER);
}

function idOf({ _id: id }: JobParameters): string {
  return String(id);
}
