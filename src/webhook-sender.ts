import { readFile } from 'node:fs/promises';
import { webhookSecretVariable, type Config } from './config.js';
import type { ProviderDefinition } from './providers/provider.js';
import { findSample } from './webhooks/sending/find-sample.js';
import { readSenderArguments } from './webhooks/sending/sender-arguments.js';
import { SenderFault } from './webhooks/sending/sender-fault.js';
import { senderKey } from './webhooks/sending/sender-key.js';
import { signedRequest, type SignedRequest } from './webhooks/sending/signed-request.js';

export interface SenderMeans {
  definitions: readonly ProviderDefinition[];
  config: Pick<Config, 'publicUrl' | 'providers'>;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** What the hub answered. */
export interface SentWebhook {
  url: string;
  status: number;
  body: string;
}

/**
 * Sends an event to a running hub as its provider would.
 * @param args the words after `npm run webhook --`.
 * @throws SenderFault where they name nothing that can be sent, or nobody answers.
 */
export async function sendWebhook(args: readonly string[], means: SenderMeans): Promise<SentWebhook> {
  const { definitions, config, clock } = means;
  const wanted = readSenderArguments(args);
  const found = findSample(definitions, wanted);
  const { id } = found.provider;
  const variable = webhookSecretVariable(id);
  const key = senderKey(found, wanted, { variable, value: config.providers.get(id)?.webhookSecret ?? null });
  const body = wanted.file === null ? null : await readBody(wanted.file);
  return deliver(signedRequest(found, { ...wanted, url: wanted.url ?? config.publicUrl }, key, body, clock()));
}

async function readBody(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new SenderFault(`--file ${path} cannot be read (${code ?? 'no reason given'}).`, { cause });
  }
}

async function deliver({ url, headers, body }: SignedRequest): Promise<SentWebhook> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body), redirect: 'manual' });
    return { url, status: response.status, body: await response.text() };
  } catch (cause) {
    throw new SenderFault(
      `No hub answers at ${new URL(url).origin}. Start it with npm start, or say by --url where it is.`,
      { cause },
    );
  }
}
