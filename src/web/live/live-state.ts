/** How the page learns of changes: at once, not now, or by reading every few seconds. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'polling';
