/**
 * What became of a delivery. `stored`: a new event. `duplicate`: known already. `answered`: a question about the
 * address itself. `refused`: not proven, too large or unreadable. `turned_away`: too much waits, or it could not be stored.
 */
export type DeliveryOutcome = 'stored' | 'duplicate' | 'answered' | 'refused' | 'turned_away';

/** What became of an attempt to process an event. `failed`: it is tried again. `dead`: it is not. */
export type ProcessingOutcome = 'completed' | 'ignored' | 'failed' | 'dead';

/** Told of what comes from providers. */
export interface WebhookObserver {
  /** Of a provider that the hub knows. */
  onDelivery(providerId: string, outcome: DeliveryOutcome): void;
  onProcessed(providerId: string, outcome: ProcessingOutcome, count: number): void;
}
