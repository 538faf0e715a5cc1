import type { WebhookKey } from '../../platform/signatures/signature-scheme.js';
import { activeSecrets } from '../active-secrets.js';
import type { FoundSample } from './find-sample.js';
import type { SenderArguments } from './sender-arguments.js';
import { SenderFault } from './sender-fault.js';

/** The environment's secret, and where it stands. */
export interface ConfiguredSecret {
  variable: string;
  /** One or several; null where it is not set. */
  value: string | null;
}

/**
 * What to sign with: the given secret, else the first of the environment's.
 * @throws SenderFault where there is none.
 */
export function senderKey(
  { provider, webhook }: Pick<FoundSample, 'provider' | 'webhook'>,
  args: Pick<SenderArguments, 'secret' | 'channel' | 'resource' | 'integration'>,
  { variable, value }: ConfiguredSecret,
): WebhookKey {
  const { channel, resource } = args;
  if (webhook.scheme.bySubscription === true) return keyOfSubscription(provider.name, args);
  const secret = args.secret ?? activeSecrets(value)[0];
  if (secret === undefined) {
    throw new SenderFault(
      `There is no secret to sign with. Set ${variable} to the webhook secret that the hub has for ${provider.name}, or give it by --secret.`,
    );
  }
  return channel === null ? { secret } : { secret, subscription: { externalId: channel, resource } };
}

function keyOfSubscription(
  providerName: string,
  { secret, channel, resource, integration }: Parameters<typeof senderKey>[1],
): WebhookKey {
  if (secret !== null && channel !== null && integration !== null) {
    return { secret, subscription: { externalId: channel, resource } };
  }
  throw new SenderFault(
    `${providerName} proves each delivery by the secret of its channel, which the hub makes and shows nobody. ` +
      'Where you know one, from a server that stood in for the provider, give --integration, --channel and --secret.',
  );
}
