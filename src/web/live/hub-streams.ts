import type { TypedDocumentNode } from 'urql';
import type { DashboardChange } from '../dashboard/dashboard-state.js';
import {
  PageConnectionStatusChangedDocument,
  PageHealthChangedDocument,
  PageRecordsChangedDocument,
  PageSyncProgressedDocument,
} from '../gql/graphql.js';
import { keepStream, type NoVariables } from './event-stream.js';
import type { LiveState } from './live-state.js';
import { takeTurns } from './live-turn.js';

export interface HubListener {
  onChange(change: DashboardChange): void;
  onLiveState(state: LiveState): void;
  /** Changes may have been missed: read everything again. */
  onGap(): void;
  onUnauthenticated(): void;
}

type OpenStream = (listener: HubListener, progress: { up(): void; down(): void }, signal: AbortSignal) => Promise<void>;

const STREAMS: readonly OpenStream[] = [
  stream(PageConnectionStatusChangedDocument, ({ connectionStatusChanged: { integration } }) => {
    return { kind: 'integration', integration };
  }),
  stream(PageHealthChangedDocument, ({ healthChanged: { integration, health } }) => {
    return { kind: 'health', integrationId: integration.id, health };
  }),
  stream(PageSyncProgressedDocument, ({ syncProgressed }) => ({ kind: 'sync', log: syncProgressed })),
  stream(PageRecordsChangedDocument, ({ recordsChanged: { integration } }) => {
    return { kind: 'syncs', integrationId: integration.id, syncs: integration.syncs };
  }),
];

/** Brings every change of what the viewer may see, until the signal aborts. */
export function watchHub(listener: HubListener, signal: AbortSignal): void {
  const wait = (): void => {
    listener.onLiveState('polling');
    listener.onGap();
  };
  void takeTurns({ take: (turnSignal) => holdStreams(listener, turnSignal), wait }, signal);
}

async function holdStreams(listener: HubListener, signal: AbortSignal): Promise<void> {
  let openStreams = 0;
  listener.onLiveState('connecting');
  await Promise.all(
    STREAMS.map((open) => {
      let isUp = false;
      const progress = {
        up(): void {
          if (!isUp) openStreams += 1;
          isUp = true;
          if (openStreams < STREAMS.length) return;
          listener.onLiveState('live');
          listener.onGap();
        },
        down(): void {
          if (isUp) openStreams -= 1;
          isUp = false;
          listener.onLiveState('reconnecting');
        },
      };
      return open(listener, progress, signal);
    }),
  );
}

function stream<Data>(
  document: TypedDocumentNode<Data, NoVariables>,
  changeIn: (data: Data) => DashboardChange,
): OpenStream {
  return (listener, progress, signal) =>
    keepStream(
      document,
      {
        onConnected: progress.up,
        onEvent: (data) => listener.onChange(changeIn(data)),
        onFault: listener.onGap,
        onLost: progress.down,
        onUnauthenticated: listener.onUnauthenticated,
      },
      signal,
    );
}
