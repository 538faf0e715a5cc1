import type { z } from 'zod';
import type { Delivery, SignatureScheme } from '../platform/signatures/signature-scheme.js';

/**
 * How a provider's webhooks are checked, read and turned into changes. The hub stores a verified event
 * before it answers; everything else happens later, as often as it takes.
 */
export interface WebhookDefinition<Api = unknown> {
  scheme: SignatureScheme;
  /** Of one delivery; 1 MiB where left out. */
  maxBodyBytes?: number;
  /**
   * What a verified delivery is. Reads headers and body only, quickly.
   * @throws WebhookUnreadable where it is not what the provider documents.
   */
  read(delivery: Delivery): WebhookReading;
  /**
   * What an event changes for one integration; nothing where it concerns none of the models. Run again
   * after a failure, so it only reads and yields.
   */
  changes(request: WebhookRequest<Api>): AsyncIterable<WebhookChange> | Iterable<WebhookChange>;
  /** Where the provider has an API by which the hub asks it to deliver. */
  subscriptions?: WebhookSubscriptions<Api>;
  /** An event as the provider sends it, by its type: for tests and `npm run webhook`. */
  samples?: Readonly<Record<string, (about: { account: string; now: number }) => WebhookSample>>;
}

export interface WebhookSample {
  body: unknown;
  /** Besides those of the signature. */
  headers?: Record<string, string>;
}

export type WebhookReading =
  /** Answered at once and not stored: the provider only asks whether somebody is there. */
  { kind: 'ANSWER'; body: string; contentType: string } | WebhookFacts;

/** A verified event. */
export interface WebhookFacts {
  kind: 'EVENT';
  /** The provider's own id of the event; null where it gives none, and the body stands for it. */
  id: string | null;
  /** Whether the id stands in the body, so that a signature over it covers the id too. */
  isIdInBody?: boolean;
  /** The provider's own name of what happened, e.g. `customer.updated`. */
  type: string;
  /** External ids of the accounts that it speaks of. Empty where the address or its subscription alone says it. */
  accounts: readonly string[];
}

/** A stored event, handed on for one integration. */
export interface WebhookRequest<Api = unknown> {
  event: {
    type: string;
    headers: Delivery['headers'];
    body: Buffer;
    /** When the hub took it, epoch milliseconds. */
    receivedAt: number;
  };
  account: { externalId: string | null };
  /** The SDK over the integration's fetch, for an event that only says where to look. */
  api(): Promise<Api>;
  signal: AbortSignal;
}

/** What an event says of one model. */
export type WebhookChange =
  | {
      model: string;
      /** As `Page.records`, checked against the model's schema. */
      records?: readonly unknown[];
      deleted?: readonly WebhookDeletion[];
      /**
       * Orders what is told of one object, larger is newer: what is older than the stored state is left out,
       * in whatever order events come. The model's `versionOf` where left out.
       */
      version?: number;
    }
  /** Something changed, and the event does not say what: one incremental run, however many such events come. */
  | { model: string; poll: true }
  /** The provider says that the account was unlinked there: the owner has to connect again. */
  | { unlinked: true };

export interface WebhookDeletion {
  externalId: string;
  /** As {@link WebhookChange.version}. */
  version: number;
}

/** How the hub has a provider deliver, where that is asked for by API (channels, hooks, endpoints). */
export interface WebhookSubscriptions<Api = unknown> {
  /** Only of accounts that are linked so; all where left out. */
  authMethods?: readonly ('OAUTH2' | 'API_KEY')[];
  /**
   * It delivers to a topic that an operator made and named (`<PROVIDER>_WEBHOOK_TOPIC`), and that pushes to the
   * provider's own address of the hub. Without one nothing is subscribed to.
   */
  needsTopic?: true;
  /** What is subscribed to, one subscription each: calendars, repositories; one empty text for the whole account. */
  subjects(api: Api): Promise<readonly string[]>;
  create(request: {
    api: Api;
    subject: string;
    /** Where to deliver. */
    url: string;
    /** Made by the hub: given to the provider where it takes one. */
    secret: string;
    /** Unique: as the channel's id where the caller chooses it. */
    id: string;
    /** What the operator named. */
    topic?: string;
  }): Promise<NewSubscription>;
  /** Prolongs it; where left out, a new one takes its place before the old one is removed. */
  renew?(request: { api: Api; subscription: SubscriptionHandle }): Promise<{ expiresAt: number | null }>;
  /** One that is gone already is no error. */
  remove(request: { api: Api; subscription: SubscriptionHandle }): Promise<void>;
}

export interface SubscriptionHandle {
  subject: string;
  externalId: string;
  resource: string | null;
}

export interface NewSubscription {
  externalId: string;
  /** A further name the provider gives what is watched, and repeats on each delivery. */
  resource?: string;
  /** Where the provider chose the secret itself. */
  secret?: string;
  /** Epoch milliseconds; null where it does not end. */
  expiresAt: number | null;
}

/** Thrown by `WebhookDefinition.read`: answered with 400 and this message. */
export class WebhookUnreadable extends Error {
  override readonly name = 'WebhookUnreadable';
}

/**
 * What a JSON body holds, for `WebhookDefinition.read`.
 * @param words that it is not of that shape, for whoever sent it.
 * @throws WebhookUnreadable
 */
export function readJson<Shape>(body: Buffer, shape: z.ZodType<Shape>, words: string): Shape {
  try {
    return shape.parse(JSON.parse(body.toString()));
  } catch (cause) {
    throw new WebhookUnreadable(words, { cause });
  }
}
