export const AlertState = { FIRING: 'FIRING', RESOLVED: 'RESOLVED' } as const;
export type AlertState = keyof typeof AlertState;

/** Why the hub raises an alert; docs/operations.md says of each what to do. */
export type AlertRule = 'HEALTH_DOWN' | 'REAUTHORIZATION_REQUIRED' | 'WEBHOOK_DEAD';
