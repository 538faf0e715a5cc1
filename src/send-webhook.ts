import 'reflect-metadata';
import { ConfigError, readOwnConfig } from './config.js';
import { providers } from './providers/index.js';
import { sendWebhook } from './webhook-sender.js';
import { SenderFault } from './webhooks/sending/sender-fault.js';
import { describeSending } from './webhooks/sending/sender-usage.js';

/** `npm run webhook`: sends an event to a running hub as its provider would; succeeds where the hub took it. */
async function send(args: readonly string[]): Promise<void> {
  if (args.length === 0) return fail(describeSending(providers));
  const config = readOwnConfig(providers.map(({ id }) => id));
  const { url, status, body } = await sendWebhook(args, { definitions: providers, config, clock: Date.now });
  process.stdout.write(`POST ${url}\n${status} ${body}\n`);
  if (status === 401)
    fail('The hub has another secret for it, or none. What configureProvider stored wins over its environment.\n');
  else if (status < 200 || status > 299) process.exitCode = 1;
}

function fail(text: string): void {
  process.stderr.write(text);
  process.exitCode = 1;
}

send(process.argv.slice(2)).catch((error: unknown) => {
  fail(`${error instanceof SenderFault || error instanceof ConfigError ? error.message : String(error)}\n`);
});
