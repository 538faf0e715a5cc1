import type { ProviderLimits, RateLimit } from '../provider.js';

const perMinute = (requests: number): RateLimit => ({ requests, perMs: 60_000 });

const TIER_2 = perMinute(20);
const TIER_3 = perMinute(50);
const TIER_4 = perMinute(100);

/** Methods that are not of tier 3. */
const LIMITS: Readonly<Record<string, RateLimit>> = {
  'conversations.list': TIER_2,
  'users.list': TIER_2,
  'users.info': TIER_4,
  'auth.test': perMinute(200),
  // One a second for each channel, several hundred a minute for all; where a channel has enough, Slack says until when.
  'chat.postMessage': perMinute(200),
};

/**
 * Slack counts each method by itself, by its tier, for each workspace.
 *
 * conversations.history and conversations.replies are of tier 3 for apps of one's own workspaces and of the
 * Marketplace. An app that is sold elsewhere gets one call a minute of each, and 15 messages with it: Slack
 * says in each refusal when to go on, and so the sync does; the history of a busy channel then takes hours.
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
export const slackLimits: ProviderLimits = {
  integration: TIER_3,
  classOf({ url }) {
    const method = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    return { name: method, limit: LIMITS[method] ?? TIER_3 };
  },
};
