import type { ProviderDefinition } from '../../providers/provider.js';
import { canSend } from './find-sample.js';

const OPTIONS: readonly (readonly [string, string])[] = [
  ['--integration int_…', "to an integration's own address, instead of the provider's"],
  ['--account …', 'external id of the linked account that the sample speaks of; 1 where left out'],
  ['--url …', 'where the hub is; where the environment says (HUB_PUBLIC_URL, PORT) where left out'],
  ['--secret …', 'to sign with; <PROVIDER>_WEBHOOK_SECRET of the environment where left out'],
  ['--file body.json', "sends its bytes instead of the sample's, also of an event without a sample"],
  ['--header "Name: value"', 'besides those of the sample; as often as you like'],
  ['--channel …, --resource …', 'the subscription that the secret belongs to, where the provider has one secret each'],
];

/** How to send, and everything that there is to send. */
export function describeSending(definitions: readonly ProviderDefinition[]): string {
  const width = Math.max(...OPTIONS.map(([option]) => option.length));
  return [
    'Signs an event as its provider would, and sends it to a running hub:',
    '',
    '  npm run webhook -- <provider> <event> [options]',
    '',
    ...OPTIONS.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`),
    '',
    'Providers and their events:',
    '',
    ...definitions.filter(canSend).map(describeEvents),
    '',
  ].join('\n');
}

function describeEvents({ id, webhook }: ProviderDefinition): string {
  const events = Object.keys(webhook?.samples ?? {});
  return `  ${id}\n    ${events.length === 0 ? 'no samples: send a body of your own by --file' : events.join('\n    ')}`;
}
