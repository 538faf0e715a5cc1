import { expect, test } from 'vitest';
import { openAcmeHub } from '../../kit/acme-hub.js';
import { acme } from '../../kit/acme-provider.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { openHubHere, OPERATOR_KEY, type HubHere } from '../../kit/hub-here.js';
import { TraceReceiver } from '../../kit/trace-receiver.js';
import { openWebhookStage } from '../../kit/webhook-stage.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const SAMPLED = `00-${TRACE}-${SPAN}-01`;
const UNSAMPLED = `00-${TRACE}-${SPAN}-00`;

describeEachDatabase((database) => {
  test("an action continues its caller's trace, down to the call that it makes", async () => {
    await using receiver = await TraceReceiver.start();
    {
      await using on = await openAcmeHub(database, {}, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
      const { integrationId } = on;
      await ask(
        on.hub,
        'mutation Act($input: RunActionInput!) { runAction(input: $input) { output userErrors { message } } }',
        { traceparent: SAMPLED },
        { input: { integrationId, action: 'whoami', input: {} } },
      );
    }

    const ofTrace = receiver.spans.filter(({ traceId }) => traceId === TRACE);
    const call = ofTrace.find(({ name }) => name === 'call acme');

    expect(call && receiver.pathTo(call)).toEqual(['graphql Act', 'call acme']);
    expect(ofTrace.find(({ name }) => name === 'graphql Act')?.parentSpanId).toBe(SPAN);
  });

  test('a delivery continues the trace of who proves to have sent it, and so does the work on its event', async () => {
    await using receiver = await TraceReceiver.start();
    {
      await using stage = await openWebhookStage(database, {}, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
      await stage.deliver({ id: 'evt_told' }, { headers: { traceparent: SAMPLED } });
      await stage.deliver({ id: 'evt_own' });
      await stage.deliver({ id: 'evt_false' }, { headers: { traceparent: SAMPLED }, secret: 'whsec_somebody-elses' });
      await stage.settled();
    }

    const ofTrace = receiver.spans.filter(({ traceId }) => traceId === TRACE);
    const work = ofTrace.find(({ name }) => name === 'webhook note.created');
    const job = receiver.spans.find(({ spanId }) => spanId === work?.links[0]);

    expect(ofTrace.map(({ name }) => name).toSorted()).toEqual(['delivery note.created', 'webhook note.created']);
    expect(work && receiver.pathTo(work)).toEqual(['delivery note.created', 'webhook note.created']);
    expect(ofTrace.find(({ name }) => name === 'delivery note.created')?.parentSpanId).toBe(SPAN);
    expect(job?.name).toBe('job webhooks-pushes');
    expect(receiver.spans.filter(({ name }) => name === 'delivery note.created')).toHaveLength(2);
  });

  test("keeps to the caller's word on sampling, over its own share", async () => {
    await using receiver = await TraceReceiver.start();
    {
      const own = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER_ARG: '0' };
      await using hub = await openHubHere(database, { definitions: [acme] }, own);
      await ask(hub, 'query Wanted { viewer { role } }', { traceparent: SAMPLED });
      await ask(hub, 'query Unwanted { viewer { role } }', { traceparent: UNSAMPLED });
      await ask(hub, 'query Silent { viewer { role } }', {});
    }

    expect(receiver.spans.map(({ name }) => name)).toEqual(['graphql Wanted']);
  });

  test('continues over event streams too, and passes over what is no traceparent and who is a stranger', async () => {
    await using receiver = await TraceReceiver.start();
    {
      await using hub = await openHubHere(
        database,
        { definitions: [acme] },
        { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      );
      const stream = { traceparent: SAMPLED, accept: 'text/event-stream' };
      await ask(hub, 'query Streamed { viewer { role } }', stream);
      await ask(hub, 'query Later { viewer { role } }', { traceparent: `01-${TRACE}-${SPAN}-01-more` });
      for (const [index, traceparent] of NONE.entries()) {
        await ask(hub, `query None${index} { viewer { role } }`, { traceparent });
      }
      await ask(hub, 'query Stranger { __typename }', { traceparent: SAMPLED }, {}, STRANGER);
    }

    const operations = receiver.spans.filter(({ name }) => name.startsWith('graphql '));
    const continued = operations.filter(({ traceId }) => traceId === TRACE);

    expect(operations).toHaveLength(NONE.length + 3);
    expect(continued.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
      ['graphql Streamed', SPAN],
      ['graphql Later', SPAN],
    ]);
    expect(operations.filter((span) => !continued.includes(span)).map(({ parentSpanId }) => parentSpanId)).toEqual(
      Array.from({ length: NONE.length + 1 }, () => null),
    );
  });

  test('does nothing where traces are off', async () => {
    await using stage = await openWebhookStage(database);
    await stage.deliver({ id: 'evt_1' }, { headers: { traceparent: SAMPLED } });

    expect(await stage.settled()).toMatchObject([{ externalId: 'evt_1', traceparent: null }]);
  });
});

const NONE = [
  'nonsense',
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01-more`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}`,
  `${SAMPLED}, ${SAMPLED}`,
];

const OPERATOR = { authorization: `Bearer ${OPERATOR_KEY}` };
const STRANGER = {};

/** Sends an operation and reads its answer to the end. */
async function ask(
  hub: HubHere,
  query: string,
  headers: Record<string, string>,
  variables: Record<string, unknown> = {},
  who: Record<string, string> = OPERATOR,
): Promise<void> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...who, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  expect(response.status).toBe(200);
  expect(await response.text()).not.toContain('"errors"');
}
