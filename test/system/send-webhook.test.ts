import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../kit/docs.js';
import { testDatabases } from '../kit/databases.js';
import { openHubHere } from '../kit/hub-here.js';

const SECRET = 'whsec_of_the_sender_tests';

test('npm run webhook ends with 0 where the hub took the event, with 1 where not', async () => {
  await using hub = await openHubHere(testDatabases[0]!);
  await hub.get(
    `mutation ($secret: String!) {
      configureProvider(input: { providerId: "stripe", webhookSecret: $secret }) { userErrors { message } }
    }`,
    { secret: SECRET },
  );

  const [taken, refused] = await Promise.all([
    run(['stripe', 'invoice.paid', '--url', hub.url], { STRIPE_WEBHOOK_SECRET: SECRET }),
    run(['stripe', 'invoice.paid', '--url', hub.url, '--secret', 'whsec_somebody_elses']),
  ]);

  expect(taken).toEqual({ code: 0, stdout: `POST ${hub.url}/webhooks/stripe\n200 ok\n`, stderr: '' });
  expect(refused).toEqual({
    code: 1,
    stdout: expect.stringContaining('401 {"error":{"message":"This delivery is not proven to come from the provider."'),
    stderr: 'The hub has another secret for it, or none. What configureProvider stored wins over its environment.\n',
  });
  expect(await hub.get('{ webhookEvents { nodes { type deliveries provider { id } } } }')).toEqual({
    webhookEvents: { nodes: [{ type: 'invoice.paid', deliveries: 1, provider: { id: 'stripe' } }] },
  });
}, 60_000);

test('npm run webhook lists what there is, and says what is missing', async () => {
  const [list, unnamed, unsigned] = await Promise.all([run([]), run(['stripe']), run(['stripe', 'invoice.paid'])]);

  expect(list).toMatchObject({ code: 1, stdout: '' });
  expect(list.stderr).toContain('  stripe\n    customer.created\n');
  expect(unnamed.stderr).toBe('Name a provider and an event. "npm run webhook" alone shows what there is.\n');
  expect(unsigned).toMatchObject({ code: 1, stderr: expect.stringContaining('Set STRIPE_WEBHOOK_SECRET') });
}, 60_000);

/** The built command, in an environment that names nothing else. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const script = join(ROOT, 'dist/src/send-webhook.js');
    const options = { env: { PATH: process.env.PATH, ...env } };
    const child = execFile(process.execPath, [script, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
