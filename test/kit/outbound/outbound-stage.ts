import type { AppOverrides } from '../../../src/app.js';
import type { Row } from '../../../src/tables.js';
import type { TestDatabase } from '../databases.js';
import { openHubHere, type HubHere } from '../hub-here.js';
import { eventually } from '../hub-process.js';
import { pushingProvider, type Behaviour } from '../webhook-stage.js';
import { startReceiver, type Receiver } from './receiver.js';

/** A hub with the pushing provider, and a product's backend to be told. */
export interface OutboundStage extends AsyncDisposable {
  hub: HubHere;
  behaviour: Behaviour;
  receiver: Receiver;
  /** Makes an endpoint at the receiver, unless the test says otherwise. */
  createEndpoint(input?: Record<string, unknown>): Promise<Created>;
  /** Links an account at the provider, by its key. */
  connect(): Promise<string>;
  /** Sends what is due now, without waiting for the next sweep. */
  sweep(): Promise<void>;
  /** Waits for the check that a start begins with: it ends alerts for which the hub itself finds no cause. */
  alertsAtRest(): Promise<void>;
  deliveries(): Promise<Row<'outbound_delivery'>[]>;
  /** Waits until deliveries are as the test wants them. */
  until(what: string, isSo: (deliveries: Row<'outbound_delivery'>[]) => boolean): Promise<void>;
}

export interface Created {
  id: string;
  secret: string;
}

export async function openOutboundStage(
  database: TestDatabase,
  overrides: AppOverrides = {},
  more: Record<string, string> = {},
): Promise<OutboundStage> {
  const behaviour: Behaviour = { notes: () => [{ id: 'n1', text: 'one' }] };
  const receiver = await startReceiver();
  const hub = await openHubHere(database, { definitions: [pushingProvider(behaviour)], ...overrides }, more);
  const { db } = hub.app.database;
  const deliveries = () => db.selectFrom('outbound_delivery').selectAll().orderBy('id').execute();

  return {
    hub,
    behaviour,
    receiver,
    deliveries,
    async createEndpoint(input = {}) {
      const { createOutboundEndpoint: created } = await hub.get<{
        createOutboundEndpoint: { endpoint: { id: string } | null; secret: string; userErrors: object[] };
      }>(CREATE, { input: { address: receiver.url, eventTypes: ['SYNC_COMPLETED'], ...input } });
      if (created.endpoint === null) throw new Error(`No endpoint: ${JSON.stringify(created.userErrors)}`);
      return { id: created.endpoint.id, secret: created.secret };
    },
    async connect() {
      const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(
        `mutation { connectWithApiKey(input: { providerId: "pushes", apiKey: "key-1" }) { integration { id } userErrors { message } } }`,
      );
      return connectWithApiKey.integration.id;
    },
    sweep: () => hub.app.features.deliveries.sweep(),
    alertsAtRest: () =>
      eventually(async () => {
        const jobs = await hub.app.features.jobs.list();
        const check = jobs.find(({ name }) => name === 'check-alerts');
        return check !== undefined && check.lastFinishedAt !== null && !check.running;
      }, 'the first check of alerts'),
    until: (what, isSo) => eventually(async () => isSo(await deliveries()), what),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

const CREATE = `mutation ($input: CreateOutboundEndpointInput!) {
  createOutboundEndpoint(input: $input) { endpoint { id } secret userErrors { code message field } }
}`;
