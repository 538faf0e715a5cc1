import { expect, test } from 'vitest';
import type { ProviderLimits } from '../../../src/providers/provider.js';
import { lastRun, syncNow } from '../../kit/connect-calendar.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { openHubHere, type HubHere } from '../../kit/hub-here.js';
import { meteredProvider, startMeteredProvider } from './metered-provider.js';

const DECLARED: ProviderLimits = { integration: { requests: 10, perMs: 2_000 } };
/** Far from what the provider takes: the hub has to learn it. */
const UNKNOWN: ProviderLimits = { integration: { requests: 10_000, perMs: 1_000 } };

describeEachDatabase((database) => {
  test.concurrent.each([
    ['declared', DECLARED],
    ['learnt from its answers', UNKNOWN],
  ])('two accounts keep to a limit that is %s, neither slowed by the other', async (_, limits) => {
    await using provider = await startMeteredProvider();
    await using hub = await openHubHere(database, { definitions: [meteredProvider(limits)] });
    await hub.app.features.providers.configure({ providerId: 'metered', endpoints: { apiUrl: provider.url } });
    const ada = await connect(hub, 'ada');
    await lastRun(hub, ada);
    const bob = await connect(hub, 'bob');
    const aloneMs = await timed(() => lastRun(hub, bob));

    const adasRun = syncNow(hub, ada);
    const besideMs = await timed(() => syncNow(hub, bob));
    const runs = [await adasRun, await lastRun(hub, bob)];

    expect(runs).toMatchObject([
      { state: 'SUCCEEDED', unchanged: 5_000 },
      { state: 'SUCCEEDED', unchanged: 5_000 },
    ]);
    expect(provider.seen.requests - provider.seen.refusals).toBe(80);
    expect(provider.seen.refusals).toBeLessThanOrEqual(4);
    expect(provider.seen.tooEarly).toBe(0);
    // Twice as slow would be taking turns; the first window of each may differ by what was used before.
    expect(besideMs / aloneMs).toBeLessThan(1.9);
  });
});

async function connect(hub: HubHere, apiKey: string): Promise<string> {
  const { connectWithApiKey } = await hub.get<{ connectWithApiKey: { integration: { id: string } } }>(
    `mutation ($apiKey: String!) {
      connectWithApiKey(input: { providerId: "metered", apiKey: $apiKey }) { integration { id } }
    }`,
    { apiKey },
  );
  return connectWithApiKey.integration.id;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
