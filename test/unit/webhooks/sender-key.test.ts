import { expect, test } from 'vitest';
import { googleChannelScheme } from '../../../src/platform/signatures/google-channel-scheme.js';
import { stripeScheme } from '../../../src/platform/signatures/stripe-scheme.js';
import { SenderFault } from '../../../src/webhooks/sending/sender-fault.js';
import { senderKey } from '../../../src/webhooks/sending/sender-key.js';
import { senderProvider } from '../../kit/sender-provider.js';

const NOTHING = { secret: null, channel: null, resource: null, integration: null };
const UNSET = { variable: 'BELLS_WEBHOOK_SECRET', value: null };

const ofProvider = senderProvider({ scheme: stripeScheme });
const ofChannels = senderProvider({ scheme: googleChannelScheme });

test('the given secret goes before the one of the environment', () => {
  const configured = { ...UNSET, value: 'whsec_of_the_environment' };

  expect(senderKey(ofProvider, { ...NOTHING, secret: 'given' }, configured)).toEqual({ secret: 'given' });
  expect(senderKey(ofProvider, NOTHING, configured)).toEqual({ secret: 'whsec_of_the_environment' });
});

test('of several secrets that are active the first signs', () => {
  const configured = { ...UNSET, value: 'whsec_the_new_one_, whsec_the_old_one_' };

  expect(senderKey(ofProvider, NOTHING, configured)).toEqual({ secret: 'whsec_the_new_one_' });
});

test('without a secret it is said where to put one', () => {
  expect(() => senderKey(ofProvider, NOTHING, UNSET)).toThrow(
    new SenderFault(
      'There is no secret to sign with. Set BELLS_WEBHOOK_SECRET to the webhook secret that the hub has for Bells, or give it by --secret.',
    ),
  );
});

test.each([
  ['nothing', NOTHING],
  ['a secret alone', { ...NOTHING, secret: 'token' }],
  ['a channel without its secret', { ...NOTHING, channel: 'channel-1', integration: 'int_1' }],
  ["the provider's own address", { ...NOTHING, secret: 'token', channel: 'channel-1' }],
])('a provider with a secret for each channel takes none of the environment, and not %s', (_, args) => {
  const configured = { ...UNSET, value: 'whsec_of_the_environment' };

  expect(() => senderKey(ofChannels, args, configured)).toThrow(
    'Bells proves each delivery by the secret of its channel, which the hub makes and shows nobody.',
  );
});

test('a channel is named with its secret', () => {
  const args = { secret: 'token', channel: 'channel-1', resource: 'resource-1', integration: 'int_1' };

  expect(senderKey(ofChannels, args, UNSET)).toEqual({
    secret: 'token',
    subscription: { externalId: 'channel-1', resource: 'resource-1' },
  });
});
