import type { ProviderDefinition, WebhookDefinition } from '../../providers/provider.js';
import type { SenderArguments } from './sender-arguments.js';
import { SenderFault } from './sender-fault.js';

type Sample = NonNullable<WebhookDefinition['samples']>[string];

export interface FoundSample {
  provider: ProviderDefinition;
  webhook: WebhookDefinition;
  /** Null where there is none, and a file stands for it. */
  sample: Sample | null;
}

/** Whether events of a provider can be signed here: not where only the provider has the key that does. */
export function canSend({ webhook }: ProviderDefinition): boolean {
  return webhook?.scheme.sign !== undefined;
}

/** @throws SenderFault where there is no such provider, or no such event. */
export function findSample(
  definitions: readonly ProviderDefinition[],
  { providerId, event, file }: Pick<SenderArguments, 'providerId' | 'event' | 'file'>,
): FoundSample {
  const provider = definitions.find(({ id }) => id === providerId);
  if (provider === undefined) {
    const known = namesOf(definitions.filter(canSend).map(({ id }) => id));
    throw new SenderFault(`There is no provider "${providerId}" that sends events; known are ${known}.`);
  }
  const { webhook } = provider;
  if (webhook === undefined) throw new SenderFault(`${provider.name} sends the hub no webhooks.`);
  const samples = webhook.samples ?? {};
  const sample = Object.hasOwn(samples, event) ? samples[event] : undefined;
  if (sample === undefined && file === null) {
    throw new SenderFault(
      `There is no sample of "${event}"; ${provider.name} has ${namesOf(Object.keys(samples))}. ` +
        'A body of your own is sent by --file.',
    );
  }
  return { provider, webhook, sample: sample ?? null };
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
