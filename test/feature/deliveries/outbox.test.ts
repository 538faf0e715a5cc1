import { expect, test } from 'vitest';
import { DeliveryOutbox } from '../../../src/deliveries/delivery-outbox.js';
import type { OutboundEvent } from '../../../src/outbound-events.js';
import type { Db } from '../../../src/tables.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { eventually } from '../../kit/hub-process.js';
import { openOutboundStage, type OutboundStage } from '../../kit/outbound/outbound-stage.js';
import { addIntegration } from '../../kit/rows.js';

/** A database of which nothing may be asked. */
const UNTOUCHABLE = new Proxy({}, { get: () => expect.fail('a statement was made') }) as Db;

describeEachDatabase((database) => {
  test('asks nothing of the database for what no endpoint wants', async () => {
    await using stage = await openOutboundStage(database);
    await stage.createEndpoint({ eventTypes: ['ALERT_FIRED'] });
    const { outbox } = await openOutbox(stage);

    const send = await outbox.add(UNTOUCHABLE, [connected('int_1')]);

    expect(send()).toBeUndefined();
    await expect(outbox.add(UNTOUCHABLE, [{ ...fired(), integrationId: 'int_1' }])).rejects.toThrow('a statement');
  });

  test('forgets with what is rolled back, and sends nothing of it', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint({ eventTypes: ['INTEGRATION_CONNECTED'] });
    const { outbox, db, added } = await openOutbox(stage);
    const integration = await addIntegration(db);
    const write = (isBroken: boolean) =>
      db.transaction().execute(async (trx) => {
        const send = await outbox.add(trx, [connected(integration.id)]);
        if (isBroken) throw new Error('rolled back');
        return send;
      });

    await expect(write(true)).rejects.toThrow('rolled back');
    const afterRollback = await stage.deliveries();
    (await write(false))();

    expect(afterRollback).toEqual([]);
    expect(await stage.deliveries()).toHaveLength(1);
    expect(added).toEqual([id]);
  });

  test('an endpoint that is removed while an event is written for it breaks nothing', async () => {
    await using stage = await openOutboundStage(database);
    const { id } = await stage.createEndpoint({ eventTypes: ['INTEGRATION_CONNECTED'] });
    const { outbox, db } = await openOutbox(stage);
    const integration = await addIntegration(db);
    const remove = () =>
      stage.hub.get('mutation ($id: ID!) { removeOutboundEndpoint(input: { endpointId: $id }) { removedId } }', { id });

    const removing = await db.transaction().execute(async (trx) => {
      await outbox.add(trx, [connected(integration.id)]);
      return { done: remove() };
    });

    expect(await removing.done).toEqual({ removeOutboundEndpoint: { removedId: id } });
    expect(await stage.deliveries()).toEqual([]);
    expect(await db.selectFrom('integration').select('id').execute()).toEqual([{ id: integration.id }]);
  });

  test('hears of endpoints that another process made', async () => {
    await using stage = await openOutboundStage(database);
    const { outbox, db } = await openOutbox(stage);
    const integration = await addIntegration(db);
    outbox.watch();
    await stage.createEndpoint({ eventTypes: ['INTEGRATION_CONNECTED'] });

    await eventually(async () => {
      await db.transaction().execute((trx) => outbox.add(trx, [connected(integration.id)]));
      return (await stage.deliveries()).length > 0;
    }, 'the endpoint to be known');

    outbox.close();
    expect((await stage.deliveries()).length).toBe(1);
  });
});

/** That of another process beside the hub. */
async function openOutbox({ hub }: OutboundStage) {
  const { db, engine } = hub.app.database;
  const added: string[] = [];
  const outbox = new DeliveryOutbox({ db, engine, clock: hub.now, onAdded: (ids) => void added.push(...ids) });
  await outbox.load();
  return { outbox, db, added };
}

function connected(integrationId: string): OutboundEvent {
  return { type: 'integration.connected', integrationId, data: { isNew: true } };
}

function fired(): OutboundEvent {
  const data = {
    alertId: 'alrt_1',
    rule: 'HEALTH_DOWN' as const,
    providerId: null,
    title: 'It fails',
    message: 'Look at it.',
  };
  return { type: 'alert.fired', integrationId: null, data };
}
