import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import type { HubStreams } from '../live/hub-streams.js';
import { isUnauthenticated } from './failure.js';
import { hubCache } from './hub-cache.js';
import type { Refetch } from './refetch-exchange.js';

interface Parts {
  streams: HubStreams;
  refetch: Refetch;
  /** Called at each answer that says that nobody is signed in. */
  onUnauthenticated(): void;
}

/** The client of the hub's endpoint: queries and mutations by POST, subscriptions by SSE, all into one normalised cache. */
export function createHubClient({ streams, refetch, onUnauthenticated }: Parts): Client {
  const watchSession = mapExchange({
    onResult: (result) => {
      if (isUnauthenticated(result.error)) onUnauthenticated();
    },
  });
  return new Client({
    url: '/graphql',
    // The session's cookie says who is asking.
    fetchOptions: { credentials: 'same-origin' },
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      refetch.exchange,
      watchSession,
      hubCache(),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: streams.forward }),
    ],
  });
}
