import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { openOutboundStage } from '../../kit/outbound/outbound-stage.js';

const input = (name: string) => `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!)`;

describeEachDatabase((database) => {
  test('the audit log tells who made, changed, rotated and removed an endpoint, and sent its events again', async () => {
    await using stage = await openOutboundStage(database);
    const { hub } = stage;
    const change = (name: string, value: object) =>
      hub.get(`${input(name)} { ${name}(input: $input) { userErrors { message } } }`, { input: value });
    const { id: endpointId, secret } = await stage.createEndpoint({
      address: 'http://127.0.0.1:9/hooks?token=of-the-address',
    });

    await change('updateOutboundEndpoint', { endpointId, description: 'The shop' });
    await change('rotateOutboundEndpointSecret', { endpointId });
    await change('replayOutboundDeliveries', { endpointId, filter: { state: 'DEAD' } });
    await change('sendTestEvent', { endpointId });
    await stage.until('it to fail', ([delivery]) => delivery?.state === 'FAILED');
    await change('replayOutboundDeliveries', { endpointId, filter: { state: 'FAILED' } });
    await change('removeOutboundEndpoint', { endpointId });

    const { auditLog } = await hub.get<{ auditLog: { nodes: { action: string; userId: string; subject: string }[] } }>(
      '{ auditLog(first: 50) { nodes { action userId subject } } }',
    );
    expect(auditLog.nodes.map(({ action }) => action)).toEqual([
      'ENDPOINT_REMOVED',
      'DELIVERIES_REPLAYED',
      'ENDPOINT_SECRET_ROTATED',
      'ENDPOINT_UPDATED',
      'ENDPOINT_CREATED',
    ]);
    expect(auditLog.nodes.every(({ userId, subject }) => userId === 'operator' && subject.startsWith(endpointId))).toBe(
      true,
    );
    expect(JSON.stringify(auditLog)).not.toContain('of-the-address');
    expect(JSON.stringify(auditLog)).not.toContain(secret);
  });
});
