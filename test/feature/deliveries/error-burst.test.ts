import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { openOutboundStage } from '../../kit/outbound/outbound-stage.js';
import { addApiCall } from '../../kit/rows.js';

describeEachDatabase((database) => {
  test('eleven server errors within five minutes are one alert, told to a receiver that fails twice first', async () => {
    await using stage = await openOutboundStage(database);
    const { hub, receiver } = stage;
    const { db } = hub.app.database;
    const integrationId = await stage.connect();
    await stage.createEndpoint({ eventTypes: ['ALERT_FIRED', 'ALERT_RESOLVED'] });
    await stage.alertsAtRest();
    receiver.answer = () => ({ status: receiver.received.length < 3 ? 500 : 200 });
    const check = () => hub.app.features.jobs.enqueue('check-alerts', {});

    for (let n = 0; n < 11; n += 1) await addApiCall(db, { integrationId, statusCode: 503, at: hub.now() });
    await check();
    // A try counts when it begins; the wait for the next begins when it has failed.
    await stage.until('the first try to fail', ([delivery]) => delivery?.attempts === 1 && delivery.state === 'FAILED');
    hub.advance(6_000);
    await stage.sweep();
    await stage.until('the second to fail', ([delivery]) => delivery?.attempts === 2 && delivery.state === 'FAILED');
    await check();
    hub.advance(31_000);
    await stage.sweep();
    await stage.until('the third to arrive', ([delivery]) => delivery?.state === 'DELIVERED');
    hub.advance(5 * 60_000);
    await check();
    await stage.until(
      'the end to be told',
      (deliveries) => deliveries.length === 2 && deliveries[1]?.state === 'DELIVERED',
    );

    const fired = receiver.of('alert.fired');
    expect(fired).toHaveLength(3);
    expect(new Set(fired.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(fired[0]?.event.data).toMatchObject({ rule: 'ERROR_BURST', providerId: 'pushes', integrationId: null });
    expect(receiver.of('alert.resolved')).toHaveLength(1);
    expect(await db.selectFrom('alert').select('rule').execute()).toEqual([{ rule: 'ERROR_BURST' }]);
  });
});
