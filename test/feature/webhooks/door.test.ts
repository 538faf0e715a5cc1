import { expect, test } from 'vitest';
import { stripeScheme } from '../../../src/platform/signatures/stripe-scheme.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { configureSecret, deliverRaw, openWebhookStage, WEBHOOK_SECRET } from '../../kit/webhook-stage.js';

const BODY = JSON.stringify({ id: 'evt_1', type: 'note.created', account: 'acct_1', created: 1, note: { id: 'n' } });

describeEachDatabase((database) => {
  test('takes what is signed with any active secret, and nothing else', async () => {
    await using stage = await openWebhookStage(database);
    await configureSecret(stage.hub, `${WEBHOOK_SECRET}, whsec_the-one-that-follows`);
    stage.hub.advance(2_000);

    const answers = [
      await deliverRaw(stage.hub, BODY),
      await deliverRaw(stage.hub, BODY.replace('evt_1', 'evt_2'), { secret: 'whsec_the-one-that-follows' }),
      await deliverRaw(stage.hub, BODY.replace('evt_1', 'evt_3'), { secret: 'whsec_somebody-elses' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401]);
    expect(await answers[2]?.json()).toEqual({
      error: {
        message: 'This delivery is not proven to come from the provider.',
        code: 'WEBHOOK_REJECTED',
        retryable: false,
      },
    });
    expect((await stage.events()).map(({ externalId }) => externalId)).toEqual(['evt_1', 'evt_2']);
  });

  test('takes nothing while no secret is configured', async () => {
    await using stage = await openWebhookStage(database);
    await configureSecret(stage.hub, '');
    stage.hub.advance(2_000);

    const answers = [await deliverRaw(stage.hub, BODY, { secret: '' }), await deliverRaw(stage.hub, BODY)];

    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(await stage.events()).toEqual([]);
  });

  test('checks the bytes that came: not the same JSON written anew', async () => {
    await using stage = await openWebhookStage(database);
    const spaced = BODY.replaceAll('":', '" : ');

    const asSigned = await deliverRaw(stage.hub, spaced);
    const headers = signedHeaders(stage.hub, spaced);
    const rewritten = await fetch(`${stage.hub.url}/webhooks/pushes`, { method: 'POST', headers, body: BODY });

    expect([asSigned.status, rewritten.status]).toEqual([200, 401]);
  });

  test('says what is wrong with an address, a size or a body', async () => {
    await using stage = await openWebhookStage(database);
    const large = JSON.stringify({ id: 'evt_1', type: 'x', text: 'x'.repeat(1024 * 1024) });

    const answers = await Promise.all([
      deliverRaw(stage.hub, BODY, { path: '/webhooks/nobody' }),
      deliverRaw(stage.hub, large),
      deliverRaw(stage.hub, 'no JSON'),
      deliverRaw(stage.hub, ''),
      fetch(`${stage.hub.url}/webhooks/pushes`),
    ]);
    const said = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Fault).error.message));

    expect(answers.map(({ status }) => status)).toEqual([404, 413, 400, 400, 404]);
    expect(said).toEqual([
      'The hub takes no webhooks of a provider "nobody".',
      'The body is larger than 1048576 bytes.',
      'The body is not JSON.',
      'The body is not JSON.',
      'There is nothing at GET /webhooks/pushes.',
    ]);
    expect(await stage.events()).toEqual([]);
  });

  test('answers what only asks whether somebody is there, and stores nothing', async () => {
    await using stage = await openWebhookStage(database);

    const answer = await stage.deliver({ type: 'ping' });

    expect([answer.status, await answer.text()]).toEqual([200, 'pong']);
    expect(await stage.events()).toEqual([]);
  });

  test('stores one event of 200 deliveries at once, answers all, and lets it have one effect', async () => {
    await using stage = await openWebhookStage(database);

    const answers = await Promise.all(Array.from({ length: 200 }, () => deliverRaw(stage.hub, BODY)));
    const [event, ...others] = await stage.settled();

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(others).toEqual([]);
    expect(event).toMatchObject({ state: 'COMPLETED', deliveries: 200, attempts: 1 });
    expect(await stage.logs()).toMatchObject([{ kind: 'REALTIME', trigger: 'WEBHOOK', added: 1, updated: 0 }]);
  });

  test('seals what it stores, without what proved the sender', async () => {
    await using stage = await openWebhookStage(database);
    await stage.deliver({ note: { id: 'n', text: 'for nobody else' } });

    const [event] = await stage.settled();
    const { data } = await stage.hub.get<{ data: unknown }>('{ data: webhookEvents { nodes { payload } } }');

    expect(event?.sealedPayload).not.toContain('nobody');
    expect(JSON.stringify(data)).toContain('for nobody else');
    expect(JSON.stringify(data)).not.toContain('stripe-signature');
  });
});

interface Fault {
  error: { message: string };
}

/** The headers under which a body would be sent. */
function signedHeaders(hub: Parameters<typeof deliverRaw>[0], body: string): Headers {
  const message = { body: Buffer.from(body), key: { secret: WEBHOOK_SECRET }, id: '', now: hub.now(), url: hub.url };
  return new Headers(stripeScheme.sign?.(message));
}
