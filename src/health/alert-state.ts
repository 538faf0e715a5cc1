export const AlertState = { FIRING: 'FIRING', RESOLVED: 'RESOLVED' } as const;
export type AlertState = keyof typeof AlertState;
