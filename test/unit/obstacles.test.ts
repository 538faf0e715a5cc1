import { expect, test } from 'vitest';
import { findObstacles, type Watched } from '../../src/obstacles.js';

const never = () => new Promise<never>(() => undefined);

/** A hub that is well, but for what the test says. */
function hub(fault: Partial<Watched> = {}): Watched {
  return {
    database: { missingMigrations: () => Promise.resolve([]) },
    jobs: { lastLookAt: Date.now() },
    events: { ping: () => Promise.resolve() },
    isStarted: () => true,
    runsJobs: true,
    ...fault,
  };
}

test('nothing stands in the way of a hub that is well', async () => {
  expect(await findObstacles(hub())).toEqual([]);
});

test('a database or a Redis that hangs is named, and the answer does not wait for it', async () => {
  const hanging = hub({ database: { missingMigrations: never }, events: { ping: never } });

  expect(await findObstacles(hanging, 10)).toEqual(['The database does not answer.', 'Redis does not answer.']);
});

test('a Redis that refuses is named', async () => {
  const refusing = hub({ events: { ping: () => Promise.reject(new Error('ECONNREFUSED')) } });

  expect(await findObstacles(refusing)).toEqual(['Redis does not answer.']);
});

test('migrations that the database lacks are named', async () => {
  const old = hub({ database: { missingMigrations: () => Promise.resolve(['Migration1']) } });

  expect(await findObstacles(old)).toEqual(['The database lacks migrations: Migration1. Restart the hub.']);
});

test('a scheduler that stands still is named, but where the process has none to run', async () => {
  const jobs = { lastLookAt: Date.now() - 31_000 };

  expect(await findObstacles(hub({ jobs }))).toEqual([
    'The scheduler has not looked for jobs for more than 30 seconds.',
  ]);
  expect(await findObstacles(hub({ jobs: { lastLookAt: null }, runsJobs: false }))).toEqual([]);
});
