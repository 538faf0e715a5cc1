import { expect, test } from 'vitest';
import { lastRun, syncNow } from '../kit/connect-calendar.js';
import { HubProcess } from '../kit/hub-process.js';
import { linkInSandbox } from '../kit/link-in-sandbox.js';

const EVENTS = 2262;

test('accounts linked in the sandbox outlive a kill of the hub, with nothing changed', async () => {
  await using hub = await HubProcess.start({ HUB_SANDBOX: '1' });
  const calendar = await linkInSandbox(hub, 'google-calendar', 'chiara.rossi@acorn.example');
  const slack = await linkInSandbox(hub, 'slack', 'chiara.rossi');
  expect(await lastRun(hub, calendar)).toMatchObject({ state: 'SUCCEEDED', added: EVENTS });
  await lastRun(hub, slack);
  await hub.kill();

  await hub.start();

  const unchanged = { state: 'SUCCEEDED', added: 0, updated: 0, deleted: 0 };
  expect(await syncNow(hub, calendar)).toMatchObject({ ...unchanged, unchanged: EVENTS });
  expect(await syncNow(hub, slack)).toMatchObject(unchanged);
  expect(await post(hub, slack, 'C000000001')).toEqual({
    output: { channel: 'C000000001', ts: expect.any(String) },
    userErrors: [],
  });
  expect(await post(hub, slack, 'C0NOWHERE')).toMatchObject({
    output: null,
    userErrors: [{ code: 'BAD_INPUT', message: expect.stringContaining('Slack knows no such channel') }],
  });
  expect(await disconnect(hub, slack)).toEqual({ connectionStatus: { state: 'DISCONNECTED', problem: null } });
  expect(hub.output).not.toContain('could not revoke');
}, 90_000);

async function post(hub: HubProcess, integrationId: string, channel: string): Promise<unknown> {
  const { runAction } = await hub.get<{ runAction: unknown }>(
    'mutation ($input: RunActionInput!) { runAction(input: $input) { output userErrors { code message } } }',
    { input: { integrationId, action: 'postMessage', input: { channel, text: 'Hello' } } },
  );
  return runAction;
}

async function disconnect(hub: HubProcess, integrationId: string): Promise<unknown> {
  const { disconnectIntegration } = await hub.get<{ disconnectIntegration: { integration: unknown } }>(
    `mutation ($id: ID!) {
      disconnectIntegration(input: { integrationId: $id }) {
        integration { connectionStatus { state problem { message } } }
      }
    }`,
    { id: integrationId },
  );
  return disconnectIntegration.integration;
}
