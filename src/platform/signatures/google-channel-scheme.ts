import { equalInConstantTime } from './constant-time.js';
import { onlyValue } from './header-value.js';
import { refused, type SignatureScheme } from './signature-scheme.js';
import { tryKeys } from './try-keys.js';

/**
 * Google's push notifications (Calendar, Drive): nothing is signed; Google repeats the token that the hub gave the
 * channel when it opened it. That token vouches for the request as a whole, its headers too. A key without a
 * subscription proves nothing: a channel is known by its id.
 * @see https://developers.google.com/workspace/calendar/api/guides/push#understanding-the-notification-message-format
 */
export const googleChannelScheme: SignatureScheme = {
  name: 'X-Goog-Channel-Token',
  signsHeaders: true,
  bySubscription: true,
  verify({ headers }, keys) {
    const channelId = onlyValue(headers, 'x-goog-channel-id');
    const token = onlyValue(headers, 'x-goog-channel-token');
    const resourceId = onlyValue(headers, 'x-goog-resource-id');
    const state = onlyValue(headers, 'x-goog-resource-state');
    if (channelId === null || token === null || resourceId === null || state === null)
      return refused('the channel id or token, the resource id or the resource state is missing or comes twice');
    return tryKeys(
      keys,
      ({ secret, subscription }) =>
        subscription !== undefined &&
        subscription.externalId === channelId &&
        (subscription.resource === null || subscription.resource === resourceId) &&
        equalInConstantTime(token, secret),
    );
  },
  /**
   * Says that something changed; Google sends no body. Its message numbers are whole, so the id should be.
   * @throws TypeError where the key has no subscription, and so no channel.
   */
  sign({ key: { secret, subscription }, id }) {
    if (subscription === undefined) throw new TypeError('A Google channel is known by its subscription.');
    return {
      'x-goog-channel-id': subscription.externalId,
      'x-goog-channel-token': secret,
      'x-goog-message-number': id,
      'x-goog-resource-id': subscription.resource ?? id,
      'x-goog-resource-state': 'exists',
    };
  },
};
