import { createSourceEventStream, execute, graphql, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { migrations } from '../../migrations/index.js';
import type { HubEvents } from '../../src/events.js';
import { Alerts } from '../../src/health/alerts.js';
import { DEFAULT_THRESHOLDS } from '../../src/health/judge-health.js';
import { integrationOwners } from '../../src/integrations/integration-owners.js';
import { ProviderCatalog } from '../../src/integrations/provider-catalog.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import type { EventBus } from '../../src/platform/events/event-bus.js';
import { HubError, type ErrorCode } from '../../src/platform/errors/hub-error.js';
import { SealedValues } from '../../src/keys/sealed-values.js';
import { Sealer } from '../../src/platform/sealing/sealer.js';
import type { Jobs } from '../../src/platform/jobs/jobs.js';
import { declaredProvider } from '../../src/providers/oauth2/declared-provider.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { indexPlans } from '../../src/records/reading/index-plan.js';
import { RecordIndex } from '../../src/records/reading/record-index.js';
import { createSchema } from '../../src/schema.js';
import { Scope, type GraphQLContext, type Services } from '../../src/scope.js';
import { runStates } from '../../src/syncs/run-states.js';
import { entities, type Db, type Tables } from '../../src/tables.js';
import type { Viewer } from '../../src/viewer/viewer.js';
import type { TestDatabase } from './databases.js';
import { LocalBus } from './local-bus.js';
import { NOON } from './rows.js';
import { testProviders } from './test-providers.js';
import { noLog, noOutbox } from './no-outbox.js';

/** Keys of the hub's tests: the first seals, the second did before it. */
export const twoKeys = new Sealer([
  { id: 'test', key: new Uint8Array(32) },
  { id: 'old', key: new Uint8Array(32).fill(1) },
]);

const schemas = new Map<readonly ProviderDefinition[], GraphQLSchema>();

function schemaOf(definitions: readonly ProviderDefinition[]): GraphQLSchema {
  const schema = schemas.get(definitions) ?? createSchema(definitions);
  schemas.set(definitions, schema);
  return schema;
}

export const ada: Viewer = { tenantId: 'acme', userId: 'ada', role: 'USER', via: 'jwt', expiresAt: null };
export const bob: Viewer = { ...ada, userId: 'bob' };
export const acmeAdmin: Viewer = { ...ada, userId: 'boss', role: 'ADMIN' };
export const eve: Viewer = { ...ada, tenantId: 'globex', userId: 'ada' };
export const operator: Viewer = {
  tenantId: 'default',
  userId: 'operator',
  role: 'OPERATOR',
  via: 'operator-key',
  expiresAt: null,
};

/** What a test reads of an answer: the shape is the document's. */
// eslint-disable-next-line typescript/no-explicit-any
type Data = any;

export interface Answer {
  data: Data;
  /** Codes of the errors, INTERNAL for what is not a HubError. */
  errors: { code: ErrorCode | 'INTERNAL'; message: string }[];
}

export interface Api extends AsyncDisposable {
  db: Db;
  events: EventBus<HubEvents>;
  askAs(viewer: Viewer, document: string, variables?: object): Promise<Answer>;
  /** Events of a subscription, each executed with a scope of its own, as the server does. */
  watchAs(viewer: Viewer, document: string, variables?: object): Promise<AsyncIterableIterator<Answer>>;
  /** Statements that a piece of work sends. */
  countStatements(work: () => Promise<unknown>): Promise<number>;
  newContext(viewer: Viewer): GraphQLContext;
}

/** The API without its server: the schema over a migrated database of its own. */
export async function openApi(database: TestDatabase, definitions = testProviders): Promise<Api> {
  const place = await database.create();
  let statements = 0;
  const opened = await openDatabase<Tables>({
    url: place.url,
    entities,
    migrations,
    onStatement: () => (statements += 1),
  });
  await opened.migrate();
  const { db } = opened;
  const events = new LocalBus<HubEvents>();
  const schema = schemaOf(definitions);
  const services = testServices(db, events, definitions);
  await services.recordIndex.start();
  const newContext = (viewer: Viewer) => ({ scope: new Scope(services, viewer, null, db) });

  return {
    db,
    events,

    newContext,
    async askAs(viewer, document, variables) {
      return answerOf(
        await graphql({ schema, source: document, contextValue: newContext(viewer), ...given(variables) }),
      );
    },
    async watchAs(viewer, document, variables) {
      const parsed = { schema, document: parse(document), ...given(variables) };
      const stream = await createSourceEventStream({ ...parsed, contextValue: newContext(viewer) });
      if (!(Symbol.asyncIterator in stream)) throw stream.errors?.[0]?.originalError ?? new Error('no stream');
      return executeEach(stream as AsyncIterableIterator<unknown>, (rootValue) =>
        Promise.resolve(execute({ ...parsed, rootValue, contextValue: newContext(viewer) })),
      );
    },
    async countStatements(work) {
      const before = statements;
      await work();
      return statements - before;
    },
    async [Symbol.asyncDispose]() {
      await opened.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

function testServices(db: Db, events: EventBus<HubEvents>, definitions: readonly ProviderDefinition[]): Services {
  let now = 0;
  const providers = new ProviderCatalog({
    definitions,
    environment: new Map([['things', { clientId: 'client', clientSecret: 'secret' }]]),
    db,
    sealer: twoKeys,
    publicUrl: 'https://hub.example',
    allowPrivateEndpoints: false,
    fetch,
    build: declaredProvider,
    // What the catalog remembers for a moment would make statement counts depend on time.
    clock: () => (now += 60_000),
  });
  const jobs = { list: () => Promise.resolve([]), every: () => Promise.resolve(), enqueue: () => Promise.resolve() };
  const plans = indexPlans(definitions);
  const recordIndex = new RecordIndex({ db, jobs: jobs as unknown as Jobs, plans, clock: () => NOON });
  const alerts = new Alerts({ db, events, outbox: noOutbox, log: noLog, clock: () => NOON });
  return {
    providers,
    alerts,
    healthThresholds: DEFAULT_THRESHOLDS,
    integrationOwners: integrationOwners(db),
    runStates: runStates(db),
    events,
    jobs,
    recordIndex,
    sealedValues: new SealedValues({ db, sealer: twoKeys, portion: 2 }),
    hasExplorer: true,
    queuedCalls: () => 0,
  } as unknown as Services;
}

function given(variables: object | undefined) {
  return { variableValues: variables as Record<string, unknown> | undefined };
}

function answerOf({ data, errors = [] }: ExecutionResult): Answer {
  return {
    data,
    errors: errors.map(({ originalError, message }) => ({
      code: originalError instanceof HubError ? originalError.code : 'INTERNAL',
      message,
    })),
  };
}

function executeEach(
  source: AsyncIterableIterator<unknown>,
  executeEvent: (rootValue: unknown) => Promise<ExecutionResult>,
): AsyncIterableIterator<Answer> {
  return {
    async next() {
      const event = await source.next();
      if (event.done === true) return { done: true, value: undefined };
      return { done: false, value: answerOf(await executeEvent(event.value)) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
