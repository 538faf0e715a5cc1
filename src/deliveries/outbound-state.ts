/** Where events go: the product's backend, a channel of Slack, a mailbox. */
export const OutboundEndpointKind = { WEBHOOK: 'WEBHOOK', SLACK: 'SLACK', EMAIL: 'EMAIL' } as const;
export type OutboundEndpointKind = keyof typeof OutboundEndpointKind;

export const OutboundDeliveryState = {
  WAITING: 'WAITING',
  SENDING: 'SENDING',
  DELIVERED: 'DELIVERED',
  FAILED: 'FAILED',
  DEAD: 'DEAD',
} as const;
export type OutboundDeliveryState = keyof typeof OutboundDeliveryState;
