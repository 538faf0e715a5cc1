/** Whether changes show at once: not yet, yes, or not now since the hub does not answer. */
export type LiveState = 'connecting' | 'live' | 'offline';
