import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import type { Row } from '../../../src/tables.js';
import { acmeAdmin, ada, bob, eve, openApi, operator } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { addIntegration, addSync, addSyncLog, addWebhookEvent } from '../../kit/rows.js';
import { openWebhookStage } from '../../kit/webhook-stage.js';

const LIST = `query ($first: Int! = 50, $after: String, $filter: WebhookEventFilter) {
  webhookEvents(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { id state type provider { id } integration { id } syncLogs { id } }
  }
}`;
const OWN = '{ integrations { nodes { id webhookEvents { totalCount nodes { id type integration { id } } } } } }';
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';

describeEachDatabase((database) => {
  test('shows events to those whose integrations they concern, and those of nobody to the operator', async () => {
    await using api = await openApi(database);
    const adas = await addIntegration(api.db);
    const eves = await addIntegration(api.db, { tenantId: 'globex' });
    const own = await addWebhookEvent(api.db, [adas.id]);
    const foreign = await addWebhookEvent(api.db, [eves.id]);
    const shared = await addWebhookEvent(api.db, [adas.id, eves.id]);
    const stray = await addWebhookEvent(api.db, []);

    const lists = await Promise.all([acmeAdmin, operator].map((viewer) => api.askAs(viewer, LIST)));
    const mine = await api.askAs(ada, OWN);
    const nodes = await Promise.all(
      [ada, bob, eve, operator].map(async (viewer) => {
        const seen = await Promise.all(
          [own, foreign, shared, stray].map(async ({ id }) => (await api.askAs(viewer, NODE, { id })).data.node),
        );
        return seen.map((node) => node !== null);
      }),
    );

    expect(lists.map(({ data }) => data.webhookEvents.nodes.map(({ id }: { id: string }) => id))).toEqual([
      [shared.id, own.id],
      [stray.id, shared.id, foreign.id, own.id],
    ]);
    expect(lists.map(({ data }) => data.webhookEvents.totalCount)).toEqual([2, 4]);
    // To an administrator of one tenant it is their integration's alone.
    expect(lists[0]?.data.webhookEvents.nodes[0].integration).toEqual({ id: adas.id });
    expect(lists[1]?.data.webhookEvents.nodes[1].integration).toBeNull();
    expect(mine.data.integrations.nodes[0].webhookEvents).toMatchObject({
      totalCount: 2,
      nodes: [{ id: shared.id }, { id: own.id }],
    });
    expect(nodes).toEqual([
      [true, false, true, false],
      [false, false, false, false],
      [false, true, true, false],
      [true, true, true, true],
    ]);
  });

  test('filters by provider, state and time, and pages without repeating', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    const events: Row<'webhook_event'>[] = [];
    for (let index = 0; index < 5; index += 1) {
      events.push(
        await addWebhookEvent(api.db, [id], { receivedAt: 1000 + index, state: index < 2 ? 'DEAD' : 'COMPLETED' }),
      );
    }
    const ids = async (variables: object) => {
      const { data } = await api.askAs(operator, LIST, variables);
      return data.webhookEvents.nodes.map((event: { id: string }) =>
        events.findIndex((known) => known.id === event.id),
      );
    };

    const first = await api.askAs(operator, LIST, { first: 2 });
    const { endCursor } = first.data.webhookEvents.pageInfo;

    expect(await ids({ filter: { state: 'DEAD' } })).toEqual([1, 0]);
    expect(await ids({ filter: { providerId: 'nobody' } })).toEqual([]);
    expect(await ids({ filter: { receivedAfter: new Date(1001), receivedBefore: new Date(1004) } })).toEqual([3, 2]);
    expect(await ids({ first: 2, after: endCursor })).toEqual([2, 1]);
  });

  test('reads events with their integrations and runs in as many statements for fifty as for one', async () => {
    await using api = await openApi(database);
    const { id: integrationId } = await addIntegration(api.db);
    const sync = await addSync(api.db, { integrationId });
    for (let index = 0; index < 50; index += 1) {
      const event = await addWebhookEvent(api.db, [integrationId]);
      const run = await addSyncLog(api.db, sync, { kind: 'REALTIME', trigger: 'WEBHOOK' });
      await api.db.insertInto('webhook_event_run').values({ webhookEventId: event.id, syncLogId: run.id }).execute();
    }

    const one = await api.countStatements(() => api.askAs(operator, LIST, { first: 1 }));
    const fifty = await api.countStatements(async () => {
      const { data } = await api.askAs(operator, LIST, { first: 50 });
      expect(data.webhookEvents.nodes.every((event: { syncLogs: object[] }) => event.syncLogs.length === 1)).toBe(true);
    });

    expect(fifty).toBe(one);
  });

  test('shows a payload to those who run things only, without what looks like a secret', async () => {
    await using stage = await openWebhookStage(database);
    await stage.deliver({ note: { id: 'n', text: 'hello', access_token: 'xoxb-12345678' } as never });
    await stage.settled();

    const { webhookEvents } = await stage.hub.get<{ webhookEvents: { nodes: [{ payload: Payload }] } }>(
      '{ webhookEvents { nodes { payload } } }',
    );

    const [{ payload }] = webhookEvents.nodes;
    expect(payload.body).toMatchObject({ type: 'note.created', note: { text: 'hello', access_token: '[redacted]' } });
    expect(payload.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  test("refuses a user an event's payload, and lets them see the event", async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addWebhookEvent(api.db, [id]);

    const answer = await api.askAs(ada, '{ integrations { nodes { webhookEvents { nodes { type payload } } } } }');

    expect(answer.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(answer.data.integrations.nodes[0].webhookEvents.nodes).toEqual([{ type: 'thing.changed', payload: null }]);
  });

  test('replays in bulk what the filter names, of what the caller may see', async () => {
    await using stage = await openWebhookStage(database);
    for (let count = 0; count < 3; count += 1) await stage.deliver({ note: { id: `n${count}` } });
    await stage.deliver({ account: 'acct_nobody' });
    await stage.settled();

    const replay = (filter: string) =>
      stage.hub.get<{ replayWebhookEvents: { replayed: number; userErrors: object[] } }>(
        `mutation { replayWebhookEvents(input: { filter: ${filter} }) { replayed userErrors { code field } } }`,
      );
    const completed = await replay('{ state: COMPLETED, providerId: "pushes" }');
    await stage.settled();
    const everything = await replay('{}');

    expect(completed.replayWebhookEvents).toEqual({ replayed: 3, userErrors: [] });
    expect(everything.replayWebhookEvents).toEqual({
      replayed: null,
      userErrors: [{ code: 'BAD_INPUT', field: ['input', 'filter'] }],
    });
    expect((await stage.events()).map(({ state }) => state)).toEqual([
      'COMPLETED',
      'COMPLETED',
      'COMPLETED',
      'IGNORED',
    ]);
    // Once more, and nothing changed by it.
    expect((await stage.logs()).map(({ added, unchanged }) => added + unchanged)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await stage.live()).toHaveLength(3);
  });

  test('does not replay what is being processed, nor what is not there', async () => {
    await using stage = await openWebhookStage(database);
    const { promise: working, resolve: letGo } = Promise.withResolvers<void>();
    stage.behaviour.onChanges = () => working;
    await stage.deliver({ note: { id: 'n' } });
    await eventually(async () => (await stage.events())[0]?.state === 'PROCESSING', 'the event to be worked on');
    const [event] = await stage.events();
    const replay = (id: string) =>
      stage.hub.get<{ replayWebhookEvent: { userErrors: { code: string }[] } }>(
        `mutation { replayWebhookEvent(input: { webhookEventId: "${id}" }) { userErrors { code } } }`,
      );

    const busy = await replay(event?.id ?? '');
    const nothing = await replay(newId('whe'));
    letGo();
    await stage.settled();

    expect(busy.replayWebhookEvent.userErrors).toEqual([{ code: 'CONFLICT' }]);
    expect(nothing.replayWebhookEvent.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
  });
});

interface Payload {
  headers: object;
  body: object;
}
