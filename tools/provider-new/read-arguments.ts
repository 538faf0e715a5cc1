import { parseArgs } from 'node:util';
import { Fault } from './fault.ts';
import { namesOf, type ProviderNames } from './names.ts';

export const USAGE = `npm run provider:new -- <id> [--name "Acme Corp"] [--auth oauth2|api-key]

Lays out a provider: its folder, a contract test and a page of documentation.

  <id>      its slug, such as google-calendar
  --name    what people call it; made of the id where left out
  --auth    how accounts are linked: oauth2 (where left out) or api-key`;

const AUTHS = ['oauth2', 'api-key'] as const;

export interface Wanted {
  names: ProviderNames;
  auth: (typeof AUTHS)[number];
}

/**
 * @param args the words after `npm run provider:new --`.
 * @throws Fault
 */
export function readArguments(args: readonly string[]): Wanted {
  const { values, positionals } = parse(args);
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new Fault(`Give one id.\n\n${USAGE}`);
  const auth = AUTHS.find((known) => known === (values.auth ?? 'oauth2'));
  if (auth === undefined) throw new Fault(`--auth is ${AUTHS.join(' or ')}, not "${values.auth}".`);
  return { names: namesOf(id, values.name), auth };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: 'string' }, auth: { type: 'string' } },
    });
  } catch (cause) {
    throw new Fault(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}
