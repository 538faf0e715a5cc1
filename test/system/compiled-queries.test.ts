import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { configureCalendar, connectCalendar, lastRun } from '../kit/connect-calendar.js';
import { testDatabases } from '../kit/databases.js';
import { startGoogleCalendarServer } from '../kit/google-calendar-server.js';
import { eventually, HubProcess } from '../kit/hub-process.js';

const FOLDER = join(import.meta.dirname, '../../schema/operations');
/** More often than an operation is sent before it is compiled. */
const RUNS = 6;
/** What the clock moves between two answers. */
const MOVING = /"(nextRunAt|lastRunAt|lastFinishedAt|running)":("[^"]*"|null|true|false)/g;

test('answers every documented query the same before and after it is compiled', async () => {
  await using place = await testDatabases[0]!.create();
  const calendar = await startGoogleCalendarServer({ events: 30 });
  await using hub = await HubProcess.start({ DATABASE_URL: place.url });
  await configureCalendar(hub, calendar);
  const id = await connectCalendar(hub);
  await lastRun(hub, id);
  await eventually(async () => {
    const { integration } = await hub.get<{ integration: { health: { state: string } } }>(
      'query ($id: ID!) { integration(id: $id) { health { state } } }',
      { id },
    );
    return integration.health.state === 'HEALTHY';
  }, 'the calls to be counted');
  const { integration } = await hub.get<{
    integration: { syncs: { id: string }[]; records: { nodes: { id: string }[] } };
  }>('query ($id: ID!) { integration(id: $id) { syncs { id } records(first: 2) { nodes { id } } } }', { id });
  const ids = [id, integration.syncs[0]?.id, integration.records.nodes[0]?.id, 'nonsense'];
  // Without `first`: its default must hold too.
  const variables = { id, integrationId: id, providerId: 'google-calendar', ids };

  const differing: string[] = [];
  for (const { name, query } of [...queries(), ...REFUSED]) {
    const answers: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      answers.push(JSON.stringify(await hub.ask(query, variables)).replaceAll(MOVING, '"$1":…'));
    }
    if (new Set(answers).size > 1 || answers[0]?.includes('"INTERNAL"'))
      differing.push(`${name}: ${[...new Set(answers)].join('\n')}`);
  }
  await calendar.close();

  expect(differing).toEqual([]);
}, 60_000);

/** Queries that fail on the way: the words stay the same too. */
const REFUSED = [
  { name: 'a page too large', query: '{ viewer { role } integrations(first: 1000000) { totalCount } }' },
  { name: 'a cursor of nowhere', query: '{ syncLogs(after: "nowhere") { nodes { id } } }' },
  {
    name: 'a variable of another type',
    query: 'query ($first: Boolean!) { providers(first: 1) @include(if: $first) { totalCount } }',
  },
  { name: 'a null that may not be', query: 'query ($missing: ID!) { node(id: $missing) { id } }' },
];

/** Documented queries, each with the fragments that it spreads. */
function queries(): { name: string; query: string }[] {
  const texts = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
  const fragments = new Map(
    texts.flatMap(({ text }) =>
      parse(text).definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, text] as const] : [],
      ),
    ),
  );
  return texts
    .filter(({ text }) =>
      parse(text).definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === 'query'),
    )
    .map(({ name, text }) => ({ name, query: withFragments(text, fragments) }));
}

function withFragments(text: string, fragments: ReadonlyMap<string, string>): string {
  const parts = new Set([text]);
  for (const part of parts) {
    for (const [, name = ''] of part.matchAll(/\.\.\.\s*([A-Za-z]\w*)/g)) {
      const found = fragments.get(name);
      if (name !== 'on' && found !== undefined) parts.add(found);
    }
  }
  return [...parts].join('\n');
}
