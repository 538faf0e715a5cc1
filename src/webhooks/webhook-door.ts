import { hash } from 'node:crypto';
import type { Logger } from 'pino';
import { HubError } from '../platform/errors/hub-error.js';
import type { Delivery, WebhookKey } from '../platform/signatures/signature-scheme.js';
import { noTracing, type Tracing } from '../platform/tracing/tracing.js';
import { traceparentOf } from '../platform/tracing/traceparent.js';
import {
  WebhookUnreadable,
  type ProviderDefinition,
  type WebhookDefinition,
  type WebhookFacts,
} from '../providers/provider.js';
import type { WebhookInbox } from './webhook-inbox.js';
import type { DeliveryOutcome, WebhookObserver } from './webhook-observer.js';

/** Of providers that say nothing else. */
export const MAX_BODY_BYTES = 1024 * 1024;

export interface WebhookDoorDependencies {
  inbox: WebhookInbox;
  providerOf(id: string): ProviderDefinition | null;
  keysOf(providerId: string, integrationId: string | null): Promise<readonly WebhookKey[]>;
  logger: Pick<Logger, 'warn'>;
  clock: () => number;
  observer?: Pick<WebhookObserver, 'onDelivery'>;
  tracing?: Tracing;
}

export interface Arriving extends Delivery {
  providerId: string;
  /** Of the integration whose own address it came to. */
  integrationId: string | null;
}

/** What a sender is told. */
export interface DoorAnswer {
  contentType: string;
  body: string;
}

const TAKEN: DoorAnswer = { contentType: 'text/plain; charset=utf-8', body: 'ok' };

/** Lets in what a provider proves to be its own: verified over the raw bytes, stored, then answered. */
export class WebhookDoor {
  constructor(private readonly deps: WebhookDoorDependencies) {}

  /**
   * @throws HubError NOT_FOUND where the provider pushes nothing, WEBHOOK_REJECTED where the delivery is not
   * proven, BAD_INPUT where it is too large; WebhookUnreadable, InboxFull, or the database's error.
   */
  async take(arriving: Arriving): Promise<DoorAnswer> {
    const webhook = this.webhookOf(arriving.providerId);
    const tell = (outcome: DeliveryOutcome) => this.deps.observer?.onDelivery(arriving.providerId, outcome);
    try {
      return await this.letIn(webhook, arriving, tell);
    } catch (error) {
      tell(error instanceof HubError || error instanceof WebhookUnreadable ? 'refused' : 'turned_away');
      throw error;
    }
  }

  private async letIn(
    webhook: WebhookDefinition,
    arriving: Arriving,
    tell: (outcome: DeliveryOutcome) => void,
  ): Promise<DoorAnswer> {
    const { providerId, integrationId } = arriving;
    checkSize(webhook, arriving);
    const key = await this.verify(webhook, arriving);
    const reading = webhook.read(arriving);
    if (reading.kind === 'ANSWER') {
      tell('answered');
      return reading;
    }
    const { subscription } = key;
    const isNew = await this.traced(reading, arriving, (traceparent) =>
      this.deps.inbox.add({
        providerId,
        addressedTo: integrationId,
        dedupeKey: dedupeKeyOf(webhook, reading, arriving),
        externalId: reading.id ?? bodyHash(arriving),
        type: reading.type,
        accounts: reading.accounts,
        headers: arriving.headers,
        body: arriving.body,
        traceparent,
        subscription:
          subscription === undefined || integrationId === null
            ? null
            : { integrationId, externalId: subscription.externalId },
      }),
    );
    tell(isNew ? 'stored' : 'duplicate');
    return TAKEN;
  }

  /** Below the sender's own span, where they say which: they are proven by now. */
  private traced<Result>(
    { type }: WebhookFacts,
    { providerId, integrationId, headers }: Arriving,
    work: (traceparent: string | null) => Promise<Result>,
  ): Promise<Result> {
    const { tracing = noTracing } = this.deps;
    const attributes = { 'hub.provider': providerId, 'hub.integration.id': integrationId };
    return tracing.span(
      `delivery ${type}`,
      attributes,
      () => work(tracing.current()),
      traceparentOf(headers.traceparent),
    );
  }

  private webhookOf(providerId: string): WebhookDefinition {
    const webhook = this.deps.providerOf(providerId)?.webhook;
    if (webhook !== undefined) return webhook;
    throw new HubError('NOT_FOUND', `The hub takes no webhooks of a provider "${providerId.slice(0, 60)}".`);
  }

  /** Says to the log, and only to it, what is wrong. */
  private async verify(webhook: WebhookDefinition, arriving: Arriving): Promise<WebhookKey> {
    const { providerId, integrationId } = arriving;
    const keys = await this.deps.keysOf(providerId, integrationId);
    const verdict =
      keys.length === 0
        ? { verified: false as const, reason: 'no secret is configured' }
        : await webhook.scheme.verify(arriving, keys, this.deps.clock());
    if (verdict.verified) return verdict.key;
    this.deps.logger.warn({ providerId, integrationId, reason: verdict.reason }, 'a webhook delivery was refused');
    throw new HubError('WEBHOOK_REJECTED', 'This delivery is not proven to come from the provider.');
  }
}

function checkSize({ maxBodyBytes = MAX_BODY_BYTES }: WebhookDefinition, { body }: Arriving): void {
  if (body.length <= maxBodyBytes) return;
  throw new HubError('BAD_INPUT', `The body is larger than ${maxBodyBytes} bytes.`, { status: 413 });
}

/**
 * What two deliveries of one event have in common. An id in the body is signed with it; one in a header counts
 * only where the scheme signs headers, else anybody could send a body again under another id.
 */
function dedupeKeyOf(webhook: WebhookDefinition, { id, isIdInBody }: WebhookFacts, arriving: Arriving): string {
  const isSigned = isIdInBody === true || webhook.scheme.signsHeaders;
  const key = id !== null && isSigned ? `id:${id}` : `body:${bodyHash(arriving)}`;
  return arriving.integrationId === null ? key : `${arriving.integrationId} ${key}`;
}

function bodyHash({ body }: Arriving): string {
  return hash('sha256', body, 'base64url');
}
