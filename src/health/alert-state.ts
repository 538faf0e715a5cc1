export const AlertState = { FIRING: 'FIRING', RESOLVED: 'RESOLVED' } as const;
export type AlertState = keyof typeof AlertState;

/** Why the hub raises an alert; docs/operations.md says of each what to do. */
export type AlertRule =
  | 'CONTRACT_BROKEN'
  | 'CREDENTIAL_EXPIRING'
  | 'DELIVERY_DEAD'
  | 'ERROR_BURST'
  | 'HEALTH_DOWN'
  | 'QUOTA_NEARLY_SPENT'
  | 'REAUTHORIZATION_REQUIRED'
  | 'SYNC_STALLED'
  | 'WEBHOOK_DEAD'
  | 'WEBHOOK_SILENT';
