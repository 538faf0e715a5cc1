import { Webhooks } from '@octokit/webhooks';
import examples from '@octokit/webhooks-examples';
import { expect, test } from 'vitest';
import { describeEachDatabase } from '../../kit/databases.js';
import { openHubHere } from '../../kit/hub-here.js';
import { eventually } from '../../kit/hub-process.js';

const SECRET = 'of-the-tests-of-github';
const DELIVERIES = (examples as unknown as { name: string; examples: object[] }[]).flatMap(
  ({ name, examples: payloads }) => payloads.map((payload) => ({ name, body: JSON.stringify(payload) })),
);

describeEachDatabase((database) => {
  test('every real payload of GitHub passes the door, and is stored and processed', async () => {
    await using hub = await openHubHere(database);
    const signer = new Webhooks({ secret: SECRET });
    await hub.get(
      `mutation ($secret: String!) {
        configureProvider(input: { providerId: "github", webhookSecret: $secret }) { userErrors { message } }
      }`,
      { secret: SECRET },
    );

    const answers = await Promise.all(
      DELIVERIES.map(async ({ name, body }, index) =>
        fetch(`${hub.url}/webhooks/github`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-github-event': name,
            'x-github-delivery': `delivery-${index}`,
            'x-github-hook-id': '1',
            'x-hub-signature-256': await signer.sign(body),
          },
          body,
        }),
      ),
    );
    const { db } = hub.app.database;
    const stored = () => db.selectFrom('webhook_event').select(['state', 'deliveries']).execute();
    await eventually(async () => (await stored()).every(({ state }) => state === 'IGNORED'), 'all to be processed');

    const pings = DELIVERIES.filter(({ name }) => name === 'ping').length;
    const distinct = new Set(DELIVERIES.filter(({ name }) => name !== 'ping').map(({ body }) => body)).size;
    expect(DELIVERIES.length).toBeGreaterThan(300);
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    expect(await stored()).toHaveLength(distinct);
    expect((await stored()).reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(DELIVERIES.length - pings);
  });
});
