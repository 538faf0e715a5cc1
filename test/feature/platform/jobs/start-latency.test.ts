import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../../kit/databases.js';
import { jobsPlace } from './jobs-place.js';

const ROUNDS = 200;
const LOAD = 1_000;

describeEachDatabase(({ engine, ...database }) => {
  test('starts jobs far sooner than the next scan', async () => {
    await using place = await jobsPlace({ engine, ...database });
    const jobs = await place.open();
    let ran = Promise.withResolvers<number>();
    jobs.define({ name: 'noop', concurrency: 1, run: async () => ran.resolve(performance.now()) });
    await jobs.start();

    const delays: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ran = Promise.withResolvers<number>();
      const asked = performance.now();
      await jobs.enqueue('noop', { round });
      delays.push((await ran.promise) - asked);
    }

    const sorted = delays.toSorted((a, b) => a - b);
    const [p50, p95] = [sorted[ROUNDS / 2]!, sorted[ROUNDS * 0.95]!];
    process.stdout.write(`${engine}: a job starts after ${p50.toFixed(1)} ms (p50), ${p95.toFixed(1)} ms (p95)\n`);
    expect(p50).toBeLessThan(100);
    expect(p95).toBeLessThan(1_000);
  });

  test('works off a load of jobs that do nothing', async () => {
    await using place = await jobsPlace({ engine, ...database });
    const jobs = await place.open();
    const all = Promise.withResolvers<number>();
    let runs = 0;
    jobs.define({
      name: 'noop',
      concurrency: 10,
      run: async () => void ((runs += 1) === LOAD && all.resolve(performance.now())),
    });
    await Promise.all(Array.from({ length: LOAD }, () => jobs.enqueue('noop', {})));

    const began = performance.now();
    await jobs.start();
    const tookMs = (await all.promise) - began;

    process.stdout.write(`${engine}: ${Math.round((LOAD / tookMs) * 1000)} jobs a second\n`);
    expect(runs).toBe(LOAD);
  });
});
