import type { OutboundEndpointKind } from './outbound-state.js';

/** What became of a try. `failed`: it is made again. `dead`: it was the last. */
export type TryOutcome = 'delivered' | 'failed' | 'dead';

/** Told of each try to deliver an event. */
export type DeliveryObserver = (made: { kind: OutboundEndpointKind; outcome: TryOutcome; durationMs: number }) => void;
