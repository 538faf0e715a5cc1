import { z } from 'zod';
import { WebhookUnreadable, type WebhookFacts, type WebhookReading, type WebhookRequest } from '../provider.js';

type Delivery = Pick<WebhookRequest['event'], 'headers' | 'body'>;

/** A delivery taken apart. */
export interface GitHubEvent {
  /** As in `X-GitHub-Event`, e.g. `issues`. */
  name: string;
  /** What happened, e.g. `opened`; null where the event says it all. */
  action: string | null;
  payload: Readonly<Record<string, unknown>>;
}

const payloadShape = z.record(z.string(), z.unknown());
const withId = z.object({ id: z.number().int() });
const installation = z.object({ account: withId });
const repository = z.object({ owner: withId });

/** Custom events are named by whoever sends them. */
const MAX_ACTION_LENGTH = 100;

/**
 * @throws WebhookUnreadable where it is not what GitHub documents.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
 */
export function parseGitHubEvent({ headers, body }: Delivery): GitHubEvent {
  const [name, ...more] = headers['x-github-event'] ?? [];
  if (name === undefined || more.length > 0 || !/^[a-z0-9_]{1,60}$/.test(name)) {
    throw new WebhookUnreadable('X-GitHub-Event is missing, comes twice, or names no event.');
  }
  const { data: payload } = payloadShape.safeParse(parseJson(body));
  if (payload === undefined) {
    throw new WebhookUnreadable('The body is no JSON object. Set the content type of the webhook to application/json.');
  }
  const { action } = payload;
  return { name, action: typeof action === 'string' ? action.slice(0, MAX_ACTION_LENGTH) : null, payload };
}

/** What a delivery is; GitHub asks with a ping whether somebody is there. */
export function readGitHubEvent(delivery: Delivery): WebhookReading {
  const event = parseGitHubEvent(delivery);
  if (event.name === 'ping') return { kind: 'ANSWER', body: 'pong', contentType: 'text/plain' };
  return {
    kind: 'EVENT',
    id: idOf(delivery),
    type: event.action === null ? event.name : `${event.name}.${event.action}`,
    accounts: accountsOf(event),
  };
}

/**
 * GitHub gives all hooks that an event goes to the same delivery id, so the hook is part of it: accounts
 * that administer the same repository each have their own.
 */
function idOf({ headers }: Delivery): string | null {
  const delivery = headers['x-github-delivery']?.[0];
  const hook = headers['x-github-hook-id']?.[0];
  return delivery === undefined ? null : hook === undefined ? delivery : `${hook}/${delivery}`;
}

/**
 * For deliveries to the provider's own address: a GitHub App's, or a hook that somebody made by hand. The hooks
 * that the hub makes deliver to the integration's address, which decides. The owner of the repository is
 * the account. Whoever acted is not: they may have no part in the repository but a comment. That a grant was
 * taken back concerns who took it.
 */
function accountsOf({ name, payload }: GitHubEvent): WebhookFacts['accounts'] {
  if (name === 'github_app_authorization') return idsIn(withId.safeParse(payload.sender).data);
  const owner = repository.safeParse(payload.repository).data?.owner;
  return idsIn(owner ?? installation.safeParse(payload.installation).data?.account);
}

function idsIn(account: { id: number } | undefined): string[] {
  return account === undefined ? [] : [String(account.id)];
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
