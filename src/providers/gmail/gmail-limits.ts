import type { EndpointClass, ProviderLimits } from '../provider.js';

/** Of one message or attachment, 20 units each: 4,600. */
const READS: EndpointClass = { name: 'messages', limit: { requests: 230, perMs: 60_000 } };

/** 100 units each: 1,000. */
const SENDS: EndpointClass = { name: 'sends', limit: { requests: 10, perMs: 60_000 } };

/**
 * Gmail counts units: 6,000 a minute for each account. They are shared out over what the hub calls; what is not
 * of one message, mostly lists of 2 to 5 units, has 300 of them. Projects from before May 2026 have more, which no
 * answer says.
 * @see https://developers.google.com/workspace/gmail/api/reference/quota
 */
export const gmailLimits: ProviderLimits = {
  integration: { requests: 60, perMs: 60_000 },
  // 1,200,000 units a minute, were each call one of a message.
  app: { requests: 60_000, perMs: 60_000 },
  classOf({ method, url }) {
    if (!/\/messages\/[^/]/.test(url.pathname)) return null;
    return method === 'GET' ? READS : SENDS;
  },
};
