import { graphql } from 'graphql';
import { migrations } from '../../migrations/index.js';
import { ProviderCatalog } from '../../src/integrations/provider-catalog.js';
import { toJson } from '../../src/platform/database/json-text.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { newId } from '../../src/platform/id.js';
import type { Jobs } from '../../src/platform/jobs/jobs.js';
import { Sealer } from '../../src/platform/sealing/sealer.js';
import { declaredProvider } from '../../src/providers/oauth2/declared-provider.js';
import { github } from '../../src/providers/github/github.provider.js';
import { indexPlans } from '../../src/records/reading/index-plan.js';
import { RecordIndex } from '../../src/records/reading/record-index.js';
import { createSchema } from '../../src/schema.js';
import { Scope, type Services } from '../../src/scope.js';
import { entities, type Db, type Tables } from '../../src/tables.js';
import type { Viewer } from '../../src/viewer/viewer.js';
import { seedIssues } from './seed-records.js';

/** GraphQL over a database with so many issues of one user's account. */
export interface IssueHub extends AsyncDisposable {
  /** Reads a page as that user does, and gives how many issues it has. */
  readIssues(parameters: string): Promise<number>;
}

const definitions = [github];
const schema = createSchema(definitions);
const viewer: Viewer = { tenantId: 'bench', userId: 'ada', role: 'USER', via: 'jwt', expiresAt: null };

export async function openIssueHub(url: string, issues: number): Promise<IssueHub> {
  const opened = await openDatabase<Tables>({ url, entities, migrations });
  await opened.migrate();
  const { db } = opened;
  const integrationId = await insertIntegration(db);
  const plans = indexPlans(definitions);
  const recordIndex = new RecordIndex({ db, jobs: noJobs, plans, clock: Date.now });
  await recordIndex.start();
  await seedIssues(opened, plans, integrationId, issues);
  const services = { providers: catalogOf(db), recordIndex } as unknown as Services;

  return {
    async readIssues(parameters) {
      const source = `{ githubIssues(integrationId: "${integrationId}", ${parameters}) {
        nodes { id number title state updatedAt }
      } }`;
      const contextValue = { scope: new Scope(services, viewer, null, db) };
      const { data, errors } = await graphql({ schema, source, contextValue });
      if (errors !== undefined) throw new Error(`GraphQL failed: ${errors[0]?.message}`);
      return (data as { githubIssues: { nodes: unknown[] } }).githubIssues.nodes.length;
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

function catalogOf(db: Db): ProviderCatalog {
  return new ProviderCatalog({
    definitions,
    environment: new Map(),
    db,
    sealer: new Sealer([{ id: 'bench', key: new Uint8Array(32) }]),
    publicUrl: 'http://localhost',
    allowPrivateEndpoints: true,
    fetch,
    build: declaredProvider,
  });
}

async function insertIntegration(db: Db): Promise<string> {
  const id = newId('int');
  await db
    .insertInto('integration')
    .values({
      id,
      providerId: github.id,
      tenantId: viewer.tenantId,
      userId: viewer.userId,
      authMethod: 'OAUTH2',
      state: 'CONNECTED',
      stateSince: 0,
      grantedScopes: toJson<string[]>([]),
      credentialsVersion: 1,
      createdAt: 0,
      updatedAt: 0,
    })
    .execute();
  return id;
}

const noJobs = { every: () => Promise.resolve(), enqueue: () => Promise.resolve() } as unknown as Jobs;
