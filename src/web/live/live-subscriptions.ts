import type { Client } from 'urql';
import { pipe, subscribe } from 'wonka';
import {
  PageConnectionStatusChangedDocument,
  PageHealthChangedDocument,
  PageRecordsChangedDocument,
  PageSyncProgressedDocument,
} from '../gql/graphql.js';

/** What is followed while somebody is signed in, whatever view is shown. Each is a connection to the hub: keep them few. */
const FOLLOWED = [
  PageConnectionStatusChangedDocument,
  PageHealthChangedDocument,
  PageRecordsChangedDocument,
  PageSyncProgressedDocument,
];

/** Brings every change of what the viewer may see into the cache, until the returned function is called. */
export function followHub(client: Client): () => void {
  const followed = FOLLOWED.map((document) =>
    // The cache takes note; views read from there.
    pipe(
      client.subscription<unknown, Record<string, never>>(document, {}),
      subscribe(() => undefined),
    ),
  );
  return () => {
    for (const { unsubscribe } of followed) unsubscribe();
  };
}
