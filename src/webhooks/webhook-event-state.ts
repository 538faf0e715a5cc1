export const WebhookEventState = {
  RECEIVED: 'RECEIVED',
  PROCESSING: 'PROCESSING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DEAD: 'DEAD',
  IGNORED: 'IGNORED',
} as const;
export type WebhookEventState = keyof typeof WebhookEventState;
