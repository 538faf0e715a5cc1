import { expect, test, vi } from 'vitest';
import { HubError } from '../../../../src/platform/errors/hub-error.js';
import type { JobContext } from '../../../../src/platform/jobs/jobs.js';
import { describeEachDatabase } from '../../../kit/databases.js';
import { jobsPlace } from './jobs-place.js';

const DAY = 24 * 60 * 60_000;

describeEachDatabase((database) => {
  test('runs a job that is enqueued, with its data, without waiting for a scan', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const ran = Promise.withResolvers<unknown>();
    jobs.define<{ id: string }>({ name: 'greet', concurrency: 1, run: async ({ data }) => ran.resolve(data) });
    await jobs.start();

    await jobs.enqueue('greet', { id: 'int_1' });

    expect(await ran.promise).toEqual({ id: 'int_1' });
  });

  test('runs what was enqueued before it started', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const ran = Promise.withResolvers<unknown>();
    jobs.define({ name: 'early', concurrency: 1, run: async ({ data }) => ran.resolve(data) });

    await jobs.enqueue('early', [1]);
    await jobs.start();

    expect(await ran.promise).toEqual([1]);
  });

  test('runs 200 jobs once each, five at a time, refilling as places come free', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const seen: number[] = [];
    let [running, most] = [0, 0];
    const [full, all] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    jobs.define<number>({
      name: 'many',
      concurrency: 5,
      async run({ data }) {
        running += 1;
        most = Math.max(most, running);
        if (running === 5) full.resolve();
        await full.promise;
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (seen.push(data) === 200) all.resolve();
      },
    });
    await jobs.start();

    await Promise.all(Array.from({ length: 200 }, (_, index) => jobs.enqueue('many', index)));
    await all.promise;

    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect(most).toBe(5);
  });

  test('keeps a kind of job waiting for its place, not the others', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const [began, hold, other] = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const slow = () => (began!.resolve(), hold!.promise);
    jobs.define({ name: 'slow', concurrency: 1, run: slow });
    jobs.define({ name: 'quick', concurrency: 1, run: async () => other!.resolve() });
    await jobs.start();

    await jobs.enqueue('slow', {});
    await jobs.enqueue('slow', {});
    await began!.promise;
    await jobs.enqueue('quick', {});
    await other!.promise;
    const statuses = await jobs.list();
    hold!.resolve();

    expect(statuses.filter(({ name }) => name === 'slow').map(({ running }) => running)).toEqual(
      expect.arrayContaining([false, true]),
    );
  });

  test('leaves nothing of a job that succeeded', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    let runs = 0;
    jobs.define({ name: 'fleeting', concurrency: 3, run: async () => void (runs += 1) });
    await jobs.start();

    await Promise.all(Array.from({ length: 20 }, () => jobs.enqueue('fleeting', {})));

    await vi.waitFor(async () => expect([runs, await place.rows()]).toEqual([20, []]));
  });

  test('keeps a job that failed, with its reason, for a day', async () => {
    await using place = await jobsPlace(database);
    let now = Date.now();
    const jobs = await place.open({ clock: () => now });
    jobs.define({
      name: 'broken',
      concurrency: 1,
      run: () => Promise.reject(new HubError('PROVIDER_UNAVAILABLE', 'Slack does not answer.')),
    });
    await jobs.start();

    await jobs.enqueue('broken', {});
    await vi.waitFor(async () => expect(await jobs.list()).toMatchObject([{ failCount: 1, running: false }]));
    const [failed] = await jobs.list();
    now += DAY + 60_000;
    await jobs.stop();
    const later = await place.open({ clock: () => now });
    await later.start();

    expect(failed).toMatchObject({
      name: 'broken',
      failReason: 'Slack does not answer.',
      nextRunAt: null,
      schedule: null,
    });
    expect(place.log.join('')).toContain('Slack does not answer.');
    expect(await later.list()).toEqual([]);
  });

  test('shows no secret in the reason of a failure', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    jobs.define({ name: 'leaky', concurrency: 1, run: () => Promise.reject(new TypeError('bad Bearer planted-5f3a')) });
    await jobs.start();

    await jobs.enqueue('leaky', {});

    const expected = [{ failReason: 'TypeError: bad Bearer [redacted]' }];
    await vi.waitFor(async () => expect(await jobs.list()).toMatchObject(expected));
    expect(place.log.join('')).not.toContain('planted-5f3a');
  });

  test('goes on with the next job after one that failed', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const ran = Promise.withResolvers<string>();
    jobs.define<boolean>({
      name: 'mixed',
      concurrency: 1,
      async run({ data: fails }) {
        if (fails) throw new Error('no');
        ran.resolve('ran');
      },
    });
    await jobs.start();

    await jobs.enqueue('mixed', true);
    await jobs.enqueue('mixed', false);

    expect(await ran.promise).toBe('ran');
  });

  test('runs a recurring job at once, and again when its time has come', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    let runs = 0;
    jobs.define({ name: 'sweep', concurrency: 1, run: async () => void (runs += 1) });
    await jobs.start();

    await jobs.every('sweep', '1 minute');
    await vi.waitFor(async () => {
      expect(runs).toBe(1);
      expect(await jobs.list()).toMatchObject([{ name: 'sweep', schedule: '1 minute', running: false, failCount: 0 }]);
    });
    const [status] = await jobs.list();
    await jobs.stop();
    await place.execute(`update $jobs set next_run_at = ${database.engine === 'sqlite' ? Date.now() : 'now()'}`);
    const later = await place.open();
    later.define({ name: 'sweep', concurrency: 1, run: async () => void (runs += 1) });
    await later.start();

    expect(status?.nextRunAt).toBe((status?.lastRunAt ?? 0) + 60_000);
    await vi.waitFor(() => expect(runs).toBe(2));
  });

  test('wakes a recurring job at its time, between two scans', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const ran = Promise.withResolvers<number>();
    jobs.define({ name: 'punctual', concurrency: 1, run: async () => ran.resolve(Date.now()) });
    await jobs.every('punctual', '0 0 1 1 *');
    const dueAt = Date.now() + 300;
    const due = database.engine === 'sqlite' ? String(dueAt) : `to_timestamp(${dueAt / 1000})`;
    await place.execute(`update $jobs set next_run_at = ${due}`);

    await jobs.start();

    expect(await ran.promise).toBeGreaterThanOrEqual(dueAt);
  });

  test('keeps one row and the next run of a recurring job, however often and by how many it is asked for', async () => {
    await using place = await jobsPlace(database);
    const many = await Promise.all(Array.from({ length: 5 }, () => place.open()));
    for (const jobs of many) jobs.define({ name: 'hourly', concurrency: 1, run: async () => undefined });

    await Promise.all(many.flatMap((jobs) => [jobs.every('hourly', '0 * * * *'), jobs.every('hourly', '0 * * * *')]));
    const before = await place.rows();
    await many[0]!.every('hourly', '0 * * * *');

    expect(before).toHaveLength(1);
    expect(await place.rows()).toEqual(before);
  });

  test('takes up a new interval at once', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    jobs.define({ name: 'moody', concurrency: 1, run: async () => undefined });
    await jobs.start();
    await jobs.every('moody', '1 week');
    await vi.waitFor(async () => expect(await jobs.list()).toMatchObject([{ lastFinishedAt: expect.any(Number) }]));

    await jobs.every('moody', '1 hour');

    const [status] = await jobs.list();
    expect(status).toMatchObject({ schedule: '1 hour' });
    expect(status?.nextRunAt).toBeLessThan(Date.now() + 2 * 60 * 60_000);
  });

  test('refuses an interval that it cannot read, and keeps nothing of it', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    jobs.define({ name: 'sweep', concurrency: 1, run: async () => undefined });

    const asking = Promise.allSettled(['rubbish', '0 minutes', '0.5 seconds'].map((text) => jobs.every('sweep', text)));

    const refused = ['rejected', 'rejected', 'rejected'].map((status) => ({ status, reason: { code: 'BAD_INPUT' } }));
    expect(await asking).toMatchObject(refused);
    expect(await jobs.list()).toEqual([]);
  });

  test('refuses a job that nobody defined', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();

    await expect(jobs.enqueue('nothing', {})).rejects.toThrow('No job is defined as nothing.');
  });

  test('stops running jobs by their signal, and runs them again after a restart', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const started = Promise.withResolvers<void>();
    const again = Promise.withResolvers<unknown>();
    jobs.define({
      name: 'long',
      concurrency: 1,
      async run({ signal }) {
        started.resolve();
        await aborted(signal);
      },
    });
    await jobs.start();
    await jobs.enqueue('long', { part: 1 });
    await jobs.enqueue('long', { part: 2 });
    await started.promise;

    await jobs.stop();
    const rows = await place.rows();
    const later = await place.open();
    const parts: unknown[] = [];
    later.define({
      name: 'long',
      concurrency: 1,
      run: async ({ data }) => void (parts.push(data) === 2 && again.resolve(0)),
    });
    await later.start();
    await again.promise;

    expect(rows).toHaveLength(2);
    expect(rows.every((row) => row.locked_at === null && row.next_run_at !== null && row.fail_count === null)).toBe(
      true,
    );
    expect(parts).toEqual(expect.arrayContaining([{ part: 1 }, { part: 2 }]));
  });

  test('does not wait for ever for a job that ignores its signal, and lets another run it', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open({ stopWithinMs: 50 });
    const [started, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    jobs.define({ name: 'deaf', concurrency: 1, run: () => (started.resolve(), end.promise) });
    await jobs.start();
    await jobs.enqueue('deaf', {});
    await started.promise;

    await jobs.stop();
    const rows = await place.rows();
    end.resolve();

    expect(rows).toMatchObject([{ locked_at: null, next_run_at: expect.anything() }]);
  });

  test('counts a job as done that ends well while the hub stops', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open();
    const started = Promise.withResolvers<void>();
    jobs.define({
      name: 'polite',
      concurrency: 1,
      async run({ signal }) {
        started.resolve();
        await aborted(signal).catch(() => undefined);
      },
    });
    await jobs.start();
    await jobs.enqueue('polite', {});
    await started.promise;

    await jobs.stop();

    expect(await place.rows()).toEqual([]);
  });

  test('takes up the job of a process that died', async () => {
    await using place = await jobsPlace(database);
    const died = await place.open();
    const started = Promise.withResolvers<void>();
    died.define({ name: 'interrupted', concurrency: 1, run: ({ signal }) => (started.resolve(), aborted(signal)) });
    await died.start();
    await died.enqueue('interrupted', { page: 7 });
    await started.promise;
    // On PostgreSQL a lock has to run out; the only process on SQLite knows that nobody else holds one.
    if (database.engine === 'postgresql')
      await place.execute("update $jobs set locked_at = now() - interval '2 minutes'");

    const heir = await place.open();
    const ran = Promise.withResolvers<unknown>();
    heir.define({ name: 'interrupted', concurrency: 1, run: async ({ data }) => ran.resolve(data) });
    await heir.start();

    expect(await ran.promise).toEqual({ page: 7 });
  });

  test('keeps the lock of a job that touches it, and runs it once', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open({ processEveryMs: 20, lockLifetimeMs: 200 });
    let runs = 0;
    const done = Promise.withResolvers<void>();
    jobs.define({
      name: 'patient',
      concurrency: 2,
      async run(context) {
        runs += 1;
        await touchUntil(context, Date.now() + 800);
        done.resolve();
      },
    });
    await jobs.start();

    await jobs.enqueue('patient', {});
    await done.promise;

    expect(runs).toBe(1);
  });

  test('gives the job of a function that does not touch it to another, and tells it when it does', async () => {
    await using place = await jobsPlace(database);
    const jobs = await place.open({ processEveryMs: 20, lockLifetimeMs: 200 });
    const taken = Promise.withResolvers<void>();
    const late = Promise.withResolvers<unknown>();
    let runs = 0;
    jobs.define({
      name: 'silent',
      concurrency: 2,
      async run({ touch }) {
        runs += 1;
        if (runs > 1) return taken.resolve();
        await taken.promise;
        await vi.waitFor(() => expect(touch()).rejects.toThrow(/silent/)).then(late.resolve, late.reject);
      },
    });
    await jobs.start();

    await jobs.enqueue('silent', {});

    await late.promise;
    expect(runs).toBeGreaterThan(1);
  });

  test.runIf(database.engine === 'postgresql')('shares jobs between processes, each job to one', async () => {
    await using place = await jobsPlace(database);
    const [one, two] = [await place.open(), await place.open()];
    const seen: number[] = [];
    const busy = new Set<string>();
    const all = Promise.withResolvers<void>();
    for (const [who, jobs] of Object.entries({ one, two })) {
      jobs.define<number>({
        name: 'shared',
        concurrency: 3,
        async run({ data }) {
          busy.add(who);
          await new Promise((resolve) => setImmediate(resolve));
          if (seen.push(data) === 150) all.resolve();
        },
      });
      await jobs.start();
    }

    await Promise.all(Array.from({ length: 150 }, (_, index) => one.enqueue('shared', index)));
    await all.promise;

    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, index) => index));
    expect(busy).toEqual(new Set(['one', 'two']));
  });

  test.runIf(database.engine === 'postgresql')(
    'tells the worker at once of what a process enqueues that runs nothing',
    async () => {
      await using place = await jobsPlace(database);
      const [api, worker] = [await place.open(), await place.open()];
      const ran = Promise.withResolvers<unknown>();
      for (const jobs of [api, worker])
        jobs.define({ name: 'told', concurrency: 1, run: async ({ data }) => ran.resolve(data) });
      await worker.start();

      await api.enqueue('told', 'this');

      expect(await ran.promise).toBe('this');
    },
  );

  test.runIf(database.engine === 'postgresql')('says so when it cannot connect', async () => {
    await using place = await jobsPlace(database);

    const opening = place.open({ databaseUrl: 'postgresql://postgres@127.0.0.1:1/none' });

    await expect(opening).rejects.toThrow('ECONNREFUSED');
  });

  test.runIf(database.engine === 'postgresql')(
    'hears of jobs again after the server closed its connections',
    async () => {
      await using place = await jobsPlace(database);
      const [api, worker] = [await place.open(), await place.open()];
      let runs = 0;
      for (const jobs of [api, worker])
        jobs.define({ name: 'stubborn', concurrency: 1, run: async () => void (runs += 1) });
      await worker.start();

      await place.execute(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );

      await vi.waitFor(
        async () => {
          await api.enqueue('stubborn', {});
          expect(runs).toBeGreaterThan(0);
        },
        { timeout: 10_000 },
      );
    },
  );
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
}

async function touchUntil({ touch }: JobContext<unknown>, end: number): Promise<void> {
  await touch();
  await new Promise((resolve) => setImmediate(resolve));
  if (Date.now() < end) await touchUntil({ touch } as JobContext<unknown>, end);
}
