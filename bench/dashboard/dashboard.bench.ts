import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, graphqlRequest, runProgram, startHub, startServer, untilAnswered, type Process } from '../processes.js';
import { formatCount, median, type Result } from '../result.js';
import { scratchFolder } from '../scratch.js';
import { seedDashboard } from './seed-dashboard.js';

const INTEGRATIONS = 50;
const ROUNDS = 5;
const SECONDS_A_ROUND = 4;
/** From dist/bench/dashboard. */
const OPERATION = join(import.meta.dirname, '../../../schema/operations/dashboard.graphql');

/**
 * Requests a second of the dashboard query, against a bare node:http server that answers the same from
 * the same database by hand-written SQL and JSON.stringify. First it makes sure that both say the same.
 */
export async function benchDashboard(): Promise<Result[]> {
  await using folder = await scratchFolder();
  const path = join(folder.path, 'hub.sqlite');
  await seedDashboard(path, INTEGRATIONS);
  const request = graphqlRequest(await readFile(OPERATION, 'utf8'));
  await using hub = await startHub(path);
  await using bare = await startServer('bench/dashboard/bare-server.js', [path, String(INTEGRATIONS)]);
  await untilAnswered(hub, request);
  await untilAnswered(bare, request);
  const answer = await ask(hub, request);
  assert.deepEqual(answer, await ask(bare, request));

  const bytes = formatCount(JSON.stringify(answer).length);
  console.log(`dashboard: ${INTEGRATIONS} integrations, ${bytes} bytes an answer, 10 connections`);
  await loadOn(hub, request);
  await loadOn(bare, request);
  const rounds: { hub: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const perSecond = { hub: await loadOn(hub, request), bare: await loadOn(bare, request) };
    rounds.push(perSecond);
    console.log(`  round ${round + 1}: hub ${formatCount(perSecond.hub)}/s; bare ${formatCount(perSecond.bare)}/s`);
  }
  const ofHub = median(rounds.map((round) => round.hub));
  const ofBare = median(rounds.map((round) => round.bare));
  return [
    {
      what: `dashboard query, ${INTEGRATIONS} integrations`,
      measured: `${formatCount(ofHub)} requests/s against ${formatCount(ofBare)}`,
      value: median(rounds.map((round) => round.hub / round.bare)),
      aim: { atLeast: 0.5 },
      unit: 'of bare',
    },
  ];
}

async function loadOn(server: Process, request: RequestInit): Promise<number> {
  const parameters = [String(server.port), String(SECONDS_A_ROUND), JSON.stringify(request)];
  return Number(await runProgram('bench/dashboard/load.js', parameters));
}
