import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from './authorization.js';
import { errorBody } from './faults.js';

export interface Channel {
  id: string;
  calendarId: string;
  resourceId: string;
  address: string;
  token: string | null;
  /** Epoch milliseconds. */
  expiresAt: number;
  /** Of the message that was sent last; they rise, with gaps. */
  messageNumber: number;
}

/** One message, and how the address answered it in the end. */
export interface Notification {
  channelId: string;
  state: 'sync' | 'exists' | 'not_exists';
  messageNumber: number;
  /** Null where nothing answered. */
  status: number | null;
}

const watchBody = z.object({
  id: z.string().regex(/^[A-Za-z0-9\-_+/=]{1,64}$/),
  type: z.enum(['web_hook', 'webhook']),
  address: z.url(),
  token: z.string().max(256).optional(),
  params: z.object({ ttl: z.string().regex(/^\d+$/) }).optional(),
});

const stopBody = z.object({ id: z.string(), resourceId: z.string() });

const DEFAULT_TTL_SECONDS = 604_800;
const RETRIED = new Set([500, 502, 503, 504]);
const RETRIES = 5;
const RETRY_MS = 50;

/**
 * Google's notification channels, which really post to their addresses.
 * @see https://developers.google.com/workspace/calendar/api/guides/push
 */
export class Channels {
  /** Life of the channels opened from now on, whatever is asked for; as asked where null. */
  lifeMs: number | null = null;
  /** Google's own rule; off, so that a test can listen on this machine. */
  requiresHttps = false;
  /** Between opening a channel and its first message; with 0 it may overtake the answer that opens it. */
  syncDelayMs = 25;
  /** Oldest first; also those whose answer is still awaited. */
  readonly notifications: Notification[] = [];
  private readonly byId = new Map<string, Channel>();
  private readonly usedIds = new Set<string>();
  private readonly underway = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  /** Neither stopped nor expired, oldest first. */
  get open(): Channel[] {
    return [...this.byId.values()].filter(({ expiresAt }) => expiresAt > Date.now());
  }

  /** Resolves when no message is on its way. */
  async settled(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  /** Gives up what is on its way. */
  close(): void {
    this.closing.abort();
  }

  watch(calendarId: string, given: unknown): Answer {
    const parsed = watchBody.safeParse(given);
    if (!parsed.success) return refusal(400, 'badRequest');
    const { id, address, token = null, params } = parsed.data;
    if (calendarId.endsWith('@group.v.calendar.google.com')) {
      return refusal(400, 'pushNotSupportedForRequestedResource');
    }
    if (this.requiresHttps && !address.startsWith('https:')) return refusal(400, 'push.webhookUrlNotHttps');
    if (this.usedIds.has(id)) return refusal(400, 'channelIdNotUnique');
    this.usedIds.add(id);
    const lifeMs = this.lifeMs ?? Number(params?.ttl ?? DEFAULT_TTL_SECONDS) * 1000;
    const resourceId = `resource-${Buffer.from(calendarId).toString('base64url')}`;
    const channel = { id, calendarId, resourceId, address, token, expiresAt: Date.now() + lifeMs, messageNumber: 0 };
    this.byId.set(id, channel);
    this.send(channel, 'sync');
    const resourceUri = uriOf(channel);
    const expiration = String(channel.expiresAt);
    return {
      status: 200,
      body: { kind: 'api#channel', id, resourceId, resourceUri, expiration, ...(token && { token }) },
    };
  }

  stop(given: unknown): Answer {
    const { id, resourceId } = stopBody.parse(given);
    const channel = this.open.find((candidate) => candidate.id === id && candidate.resourceId === resourceId);
    if (!channel) return refusal(404, 'notFound');
    this.byId.delete(id);
    return { status: 204 };
  }

  /** Tells the channels of a calendar that it has changed, or is gone. */
  notify(calendarId: string, state: 'exists' | 'not_exists' = 'exists'): void {
    for (const channel of this.open) if (channel.calendarId === calendarId) this.send(channel, state);
  }

  private send(channel: Channel, state: Notification['state']): void {
    channel.messageNumber += state === 'sync' ? 1 : 3;
    const notification: Notification = {
      channelId: channel.id,
      state,
      messageNumber: channel.messageNumber,
      status: null,
    };
    this.notifications.push(notification);
    const delayMs = state === 'sync' ? this.syncDelayMs : 0;
    const delivery = deliver(channel, notification, delayMs, this.closing.signal)
      // Given up.
      .catch(() => undefined)
      .finally(() => this.underway.delete(delivery));
    this.underway.add(delivery);
  }
}

async function deliver(
  channel: Channel,
  notification: Notification,
  delayMs: number,
  signal: AbortSignal,
): Promise<void> {
  await setTimeout(delayMs, undefined, { signal });
  const headers = {
    'x-goog-channel-id': channel.id,
    'x-goog-channel-expiration': new Date(channel.expiresAt).toUTCString(),
    'x-goog-message-number': String(notification.messageNumber),
    'x-goog-resource-id': channel.resourceId,
    'x-goog-resource-state': notification.state,
    'x-goog-resource-uri': uriOf(channel),
    ...(channel.token && { 'x-goog-channel-token': channel.token }),
  };
  for (let tries = 0; tries <= RETRIES; tries += 1) {
    const answer = await fetch(channel.address, { method: 'POST', headers, signal }).catch(() => null);
    notification.status = answer?.status ?? null;
    if (answer && !RETRIED.has(answer.status)) return;
    await setTimeout(RETRY_MS * 2 ** tries, undefined, { signal });
  }
}

function uriOf({ calendarId }: Channel): string {
  return `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events?alt=json`;
}

function refusal(status: number, reason: string): Answer {
  return { status, body: errorBody(status, reason) };
}
