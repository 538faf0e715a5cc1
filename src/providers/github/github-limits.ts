import type { EndpointClass, ProviderLimits } from '../provider.js';

/** Writes make content, which GitHub limits apart, besides counting each as five reads. */
const WRITES: EndpointClass = { name: 'writes', limit: { requests: 80, perMs: 60_000 } };

/**
 * The limits that no header tells: 900 points a minute, a read is one, and 80 writes a minute. Of the
 * 5,000 calls an hour (more in some plans) each answer says how many are left, and the hub keeps to that.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export const githubLimits: ProviderLimits = {
  integration: { requests: 900, perMs: 60_000 },
  classOf: ({ method }) => (method === 'GET' ? null : WRITES),
};
