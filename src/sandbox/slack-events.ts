import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { slackScheme } from '../platform/signatures/slack-scheme.js';

export interface SlackEventsOptions {
  /** Where the app takes events: its request URL. */
  url: string;
  signingSecret: string;
  logger: Pick<Logger, 'warn'>;
  /** Aborted when the sandbox closes: what has not arrived is given up. */
  signal: AbortSignal;
  /** Between the tries of one event; Slack's own where left out. */
  retryAfterMs?: readonly number[];
}

/** Whose event it is: the workspace, and the app that is installed there. */
export interface Installation {
  teamId: string;
  appId: string;
  botUserId: string;
}

/** At once, after a minute, after five. @see https://docs.slack.dev/apis/events-api/#retries */
const RETRY_AFTER_MS = [1000, 60_000, 300_000];

/** How long an app may take to answer. */
const PATIENCE_MS = 3000;

/** Delivers events to the hub as Slack does: signed, and again where they are not answered with 200. */
export class SlackEvents {
  constructor(private readonly options: SlackEventsOptions) {}

  /** Sends it behind the caller's back, as Slack does. */
  send(installation: Installation, event: object): void {
    this.deliver(bodyOf(installation, event)).catch((error: unknown) => {
      if (this.options.signal.aborted) return;
      this.options.logger.warn({ err: error }, 'The emulated Slack could not deliver an event to the hub');
    });
  }

  private async deliver(body: Buffer): Promise<void> {
    let problem = await this.post(body, {});
    for (const [index, waitMs] of (this.options.retryAfterMs ?? RETRY_AFTER_MS).entries()) {
      if (problem === null) return;
      await setTimeout(waitMs, undefined, { signal: this.options.signal, ref: false });
      problem = await this.post(body, { 'x-slack-retry-num': String(index + 1), 'x-slack-retry-reason': problem });
    }
    if (problem !== null) throw new Error(`It was not taken: ${problem}.`);
  }

  /** Null where it arrived, else Slack's word for why not. */
  private async post(body: Buffer, headers: Record<string, string>): Promise<string | null> {
    const { url, signingSecret, signal } = this.options;
    const signature = slackScheme.sign?.({ body, key: { secret: signingSecret }, id: '', now: Date.now(), url });
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature, ...headers },
        body: new Uint8Array(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
      });
      await answer.body?.cancel();
      return answer.status === 200 ? null : 'http_error';
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof DOMException && error.name === 'TimeoutError' ? 'http_timeout' : 'connection_failed';
    }
  }
}

/** @see https://docs.slack.dev/apis/events-api/#events-JSON */
function bodyOf({ teamId, appId, botUserId }: Installation, event: object): Buffer {
  const envelope = {
    team_id: teamId,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: teamId, user_id: botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
  return Buffer.from(JSON.stringify(envelope));
}
