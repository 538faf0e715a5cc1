import { parseArgs } from 'node:util';
import { SenderFault } from './sender-fault.js';

/** What `npm run webhook` was asked to send. */
export interface SenderArguments {
  providerId: string;
  /** As the provider's samples name it. */
  event: string;
  /** To whose own address; null for the provider's. */
  integration: string | null;
  /** External id of the account that the event speaks of. */
  account: string | null;
  /** Where the hub is, without a trailing slash; null for where the environment says. */
  url: string | null;
  secret: string | null;
  /** Path of a body to send instead of the sample's. */
  file: string | null;
  /** The subscription that the secret belongs to, where the provider proves deliveries by one. */
  channel: string | null;
  resource: string | null;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
}

const text = { type: 'string' } as const;

const OPTIONS = {
  integration: text,
  account: text,
  url: text,
  secret: text,
  file: text,
  channel: text,
  resource: text,
  header: { type: 'string', multiple: true },
} as const;

const SEE = '"npm run webhook" alone shows what there is.';

/**
 * Reads the words after `npm run webhook --`.
 * @throws SenderFault where they are not understood.
 */
export function readSenderArguments(args: readonly string[]): SenderArguments {
  const { positionals, values } = parse(args);
  const [providerId, event, ...others] = positionals;
  if (providerId === undefined || event === undefined) throw new SenderFault(`Name a provider and an event. ${SEE}`);
  if (others.length > 0) throw new SenderFault(`One provider and one event at a time; "${others[0]}" is too many.`);
  const { integration, account, url, secret, file, channel, resource, header = [] } = values;
  return {
    providerId,
    event,
    integration: integration ?? null,
    account: account ?? null,
    url: url === undefined ? null : readUrl(url),
    secret: secret ?? null,
    file: file ?? null,
    channel: channel ?? null,
    resource: resource ?? null,
    headers: Object.fromEntries(header.map(readHeader)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS_') !== true) throw error;
    // What follows the first sentence is advice for words that begin with a dash, of which there are none.
    throw new SenderFault(`${message.split(/\.\s/)[0]?.replace(/\.$/, '')}. ${SEE}`);
  }
}

function readUrl(given: string): string {
  if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given.replace(/\/+$/, '');
  throw new SenderFault(`--url ${given} is no http(s) address, such as http://localhost:4000.`);
}

function readHeader(given: string): [string, string] {
  const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(given) ?? [];
  if (name === undefined || value === undefined) {
    throw new SenderFault(`--header ${given} is not of the form "Name: value".`);
  }
  return [name.toLowerCase(), value];
}
