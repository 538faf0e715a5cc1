import { expect, test } from 'vitest';
import { HubError } from '../../../src/platform/errors/hub-error.js';
import { fromJson } from '../../../src/platform/database/json-text.js';
import { describeEachDatabase, type TestDatabase } from '../../kit/databases.js';
import { ada, openOAuthStage, type OAuthStage } from '../../kit/oauth-stage.js';

const GONE = new HubError('REAUTHORIZATION_REQUIRED', 'Acme no longer accepts this.');

describeEachDatabase((database) => {
  test('says once that the owner must reconnect', async () => {
    await using stage = await openConnected(database);
    stage.clock.now += 1000;

    await stage.connections.markReauthorizationRequired(stage.id, GONE, 1);
    await stage.connections.markReauthorizationRequired(stage.id, GONE, 1);

    const integration = await stage.integration(stage.id);
    expect(integration).toMatchObject({ state: 'REAUTHORIZATION_REQUIRED', stateSince: stage.clock.now });
    expect(fromJson(integration.problem)).toEqual({
      code: 'REAUTHORIZATION_REQUIRED',
      message: 'Acme no longer accepts this.',
      retryable: false,
      retryAt: null,
      occurredAt: stage.clock.now,
    });
    expect(stage.changes()).toEqual([{ integrationId: stage.id, previous: 'CONNECTED', at: stage.clock.now }]);
  });

  test('does not blame new credentials for what the old ones met', async () => {
    await using stage = await openConnected(database);
    await stage.connect(ada, { integrationId: stage.id });
    stage.events.length = 0;

    await stage.connections.markReauthorizationRequired(stage.id, GONE, 1);

    expect(await stage.integration(stage.id)).toMatchObject({ state: 'CONNECTED', problem: null });
    expect(stage.changes()).toEqual([]);
  });

  test('leaves a disconnected integration alone', async () => {
    await using stage = await openConnected(database);
    await stage.connections.disconnect(stage.asker(ada), { integrationId: stage.id, deleteRecords: false });
    const before = await stage.integration(stage.id);

    await stage.connections.markReauthorizationRequired(stage.id, GONE, before.credentialsVersion);

    expect(await stage.integration(stage.id)).toEqual(before);
  });
});

async function openConnected(database: TestDatabase): Promise<OAuthStage & { id: string; changes(): object[] }> {
  const stage = await openOAuthStage(database);
  const { url } = await stage.connect(ada);
  stage.events.length = 0;
  const changes = () => stage.events.map(({ event }) => event);
  return Object.assign(stage, { id: url.searchParams.get('integrationId')!, changes });
}
