import type { Logger } from 'pino';
import type { Engine } from '../platform/database/open-database.js';
import type { Sealer } from '../platform/sealing/sealer.js';
import type { Db, Row } from '../tables.js';
import { claimDeliveries, type ClaimedDelivery } from './claim-deliveries.js';
import type { DeliveryObserver } from './delivery-observer.js';
import { openEndpoint, type OpenedEndpoint } from './endpoint-secrets.js';
import type { OutboundEndpointKind } from './outbound-state.js';
import type { Send } from './sending/send.js';
import { putBack, settleDelivery } from './settle-delivery.js';

export interface DelivererDependencies {
  db: Db;
  engine: Engine;
  sealer: Sealer;
  senders: Readonly<Record<OutboundEndpointKind, Send>>;
  logger: Pick<Logger, 'warn'>;
  clock: () => number;
  /** After the commit that disabled an endpoint. */
  onDisabled(): Promise<void>;
  /** After commits by which a delivery ran out of tries, or arrived after that. */
  onDeadChanged(): Promise<void>;
  observer?: DeliveryObserver;
}

/** Sends what is due. */
export class Deliverer {
  constructor(private readonly deps: DelivererDependencies) {}

  /**
   * Sends some of what is due to an endpoint, each at the same time. Says whether there was any.
   * @throws SealError where its secrets cannot be opened; its deliveries wait.
   */
  async sendSome(endpointId: string, signal: AbortSignal): Promise<boolean> {
    const { db, sealer, clock } = this.deps;
    const endpoint = await db
      .selectFrom('outbound_endpoint')
      .selectAll()
      .where('id', '=', endpointId)
      .where('disabledAt', 'is', null)
      .executeTakeFirst();
    if (endpoint === undefined) return false;
    // Of one moment: what becomes due later is signed by the secrets of later.
    const now = clock();
    const to = await openEndpoint(sealer, endpoint, now);
    const claimed = await claimDeliveries(this.deps, endpointId, now);
    const changes = await Promise.all(claimed.map((one) => this.send(endpoint, to, one, signal)));
    if (changes.includes(true)) await this.deps.onDeadChanged();
    return claimed.length > 0;
  }

  /** Says whether it changed what is dead. */
  private async send(
    endpoint: Row<'outbound_endpoint'>,
    to: OpenedEndpoint,
    { delivery, event }: ClaimedDelivery,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { db, senders, clock, observer, logger } = this.deps;
    const startedAt = clock();
    const began = performance.now();
    const sent = await senders[endpoint.kind]({ to, event, now: startedAt, signal });
    if (sent.problem !== null && signal.aborted) {
      await putBack(db, delivery, clock());
      return false;
    }
    const durationMs = Math.round(performance.now() - began);
    const settled = await settleDelivery(db, delivery, { sent, startedAt, durationMs }, clock());
    if (settled === null) return false;
    const { outcome, disabledReason: reason } = settled;
    observer?.({ kind: endpoint.kind, outcome, durationMs });
    if (reason !== null) {
      logger.warn({ outboundEndpointId: endpoint.id, reason }, 'an outbound endpoint was disabled');
      await this.deps.onDisabled();
    }
    return outcome === 'dead' || (outcome === 'delivered' && delivery.diedAt !== null);
  }
}
