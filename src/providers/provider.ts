import type { z } from 'zod';
import type { HubError } from '../platform/errors/hub-error.js';
import type { RecordType } from '../records/record.type.js';
import type { ReadingDefinition } from './reading.js';
import type { WebhookDefinition } from './webhook.js';

export * from './declaration.js';
export * from './reading.js';
export * from './webhook.js';

/** Addresses of a provider. An operator can move each (GitHub Enterprise, Slack GovCloud, a local emulator). */
export interface ProviderEndpoints {
  /** Where the browser is sent to consent; left out, as `tokenUrl`, where accounts are linked by key only. */
  authorizationUrl?: string;
  tokenUrl?: string;
  /** RFC 7009; left out where the provider has its own call (see {@link OAuth2Auth.revoke}) or none. */
  revocationUrl?: string;
  /** OpenID Connect's, where that says who the account is. */
  userinfoUrl?: string;
  /** Base of the API, ending in a slash. */
  apiUrl: string;
}

/** Of a provider that takes OAuth. */
export type OAuthEndpoints = ProviderEndpoints & { authorizationUrl: string; tokenUrl: string };

/** The `fetch` of one integration: it adds the token, waits for its turn, retries, logs, and throws `HubError`s only. */
export type Fetch = typeof globalThis.fetch;

export interface Scope {
  name: string;
  /** Why the hub asks for it, in words for the person who consents. */
  reason: string;
}

export interface OAuth2Auth {
  method: 'OAUTH2';
  scopes: readonly Scope[];
  /** Between scopes in the authorization request and the grant; the RFC's space where left out. */
  scopeSeparator?: ' ' | ',';
  /** S256 is always used but where the provider refuses it. */
  pkce: boolean;
  /** `none`: a public client, which has no secret. */
  clientAuthentication: 'client_secret_post' | 'client_secret_basic' | 'none';
  /** Of the authorization server (RFC 9207), where it is not the origin of `authorizationUrl`. */
  issuer?: string;
  /** How long before its end an access token is renewed; a minute where left out. */
  refreshAheadMs?: number;
  /** Further parameters of the authorization request, e.g. `access_type: 'offline'`. */
  authorizationParameters?: Readonly<Record<string, string>>;
  /**
   * Turns a token answer of the provider's own shape into RFC 6749's, before it is checked.
   * Given the parsed JSON and the HTTP status; may give back an error answer with status 400.
   */
  normalizeTokens?(answer: { status: number; body: unknown }): { status: number; body: unknown };
  /** The provider's own revocation, where it does not follow RFC 7009. */
  revoke?(call: Revocation): Promise<void>;
}

/** A grant that is to be taken back. */
export interface Revocation {
  /** Adds the access token where a request has no authorization of its own. */
  fetch: Fetch;
  apiUrl: string;
  tokenUrl: string;
  accessToken: string;
  /** The hub's, for providers that ask it and not the account. */
  client: { id: string; secret: string | null };
}

export interface ApiKeyAuth {
  method: 'API_KEY';
  /** Header that carries the key, e.g. `(key) => ({ authorization: `Bearer ${key}` })`. */
  headers(credentials: { apiKey: string; apiSecret?: string }): Record<string, string>;
  /** For the owner: where the provider shows or makes a key, and which kind it has to be. */
  help?: { url: string; hint: string };
}

export type ProviderAuth = OAuth2Auth | ApiKeyAuth;

/** What a provider's code may use. */
export interface ApiContext {
  fetch: Fetch;
  apiUrl: string;
}

/** Who the linked account is at the provider. */
export interface Account {
  /** Stable id; one owner links one account once. */
  externalId: string;
  /** Its own name, e.g. the Slack workspace or the Google address. */
  label: string;
}

/** So many requests in any stretch of that length. */
export interface RateLimit {
  requests: number;
  perMs: number;
}

/** Endpoints that the provider counts together, apart from the others. */
export interface EndpointClass {
  name: string;
  limit: RateLimit;
}

/** How much the provider takes, as it documents it; `integration.fetch` keeps to it, and learns from answers. */
export interface ProviderLimits {
  /** Of one account. */
  integration: RateLimit;
  /** Of all accounts of the hub's client together, where the provider counts that too. */
  app?: RateLimit;
  /** Where endpoints are counted apart (Slack's tiers): the class of a request; null for what counts as `integration`. */
  classOf?(request: { method: string; url: URL }): EndpointClass | null;
}

/** Bounds on one HTTP exchange. */
export interface SendLimits {
  /** From the request to the answer's first byte. */
  headersMs: number;
  /** The longest silence within an answer. */
  bodyIdleMs: number;
  /** For all of it. */
  wholeMs: number;
  /** Of the answer, unpacked. */
  maxAnswerBytes: number;
}

/** How often and how long one call is tried again. */
export interface RetryLimits {
  /** With the first. */
  maxTries: number;
  /** From the first try to the beginning of the last. */
  budgetMs: number;
}

/** What an answer means where its HTTP status does not say it (Slack: 200 with `ok: false`). */
export type AnswerMeaning = 'TOKEN_REFUSED' | 'RATE_LIMITED' | null;

/** Calls that nobody declared. They have all that the account granted, so whoever may make them may do all of that. */
export interface ProxyRules {
  /** OWNER: whoever has the integration, too. ADMIN, where left out: administrators and operators only. */
  openTo?: 'OWNER' | 'ADMIN';
  /** Headers that a caller may set beside those that every API knows; in lower case, e.g. `stripe-version`. */
  headers?: readonly string[];
}

/** Who says what a provider is: code of the hub, an operator, or the catalogue of a library. */
export type ProviderKind = 'BUILT_IN' | 'DECLARED' | 'CATALOGUE';

/**
 * One third-party service. It declares, yields and throws; it saves nothing, catches nothing that it
 * does not understand, and retries nothing: that is the hub's.
 */
export interface ProviderDefinition<Api = unknown> {
  /** Stable slug, the name of its folder. */
  id: string;
  name: string;
  category: string;
  docsUrl: string | null;
  /** BUILT_IN where left out: it is programmed here. */
  kind?: ProviderKind;
  endpoints: ProviderEndpoints;
  /** In the order in which they are offered. */
  auth: readonly ProviderAuth[];
  limits: ProviderLimits;
  /** Where the hub's own bounds do not fit. */
  sending?: Partial<SendLimits>;
  retrying?: Partial<RetryLimits>;
  /** Header under which the provider takes a key, in lower case: it gives a write that comes twice with one key one effect. */
  idempotencyHeader?: string;
  /** The provider's official SDK over the integration's fetch, with the SDK's own retries off. */
  createApi(context: ApiContext): Api;
  /** One call that proves the credentials and names the account. */
  identify(api: Api): Promise<Account>;
  /** Whether a request that is a write to HTTP only reads (Slack reads by POST), and so may be sent again. */
  isRead?(url: URL): boolean;
  meaningOf?(answer: { status: number; body: unknown }): AnswerMeaning;
  /** The SDK's own error as a HubError with a message a person can act on; null where it knows nothing better. */
  errorOf?(error: unknown): HubError | null;
  models: readonly ModelDefinition<Api>[];
  actions: readonly ActionDefinition<Api>[];
  /** How its API may be called beside models and actions, by `callProvider`; administrators only where left out. */
  proxy?: ProxyRules;
  /** How it pushes changes to the hub; left out where it cannot. */
  webhook?: WebhookDefinition<Api>;
}

export interface PageRequest<Api, Cursor, Checkpoint> {
  api: Api;
  kind: 'FULL' | 'INCREMENTAL';
  /** Where an incremental run begins: what the last successful run yielded; null on a full run. */
  cursor: Cursor | null;
  /** Where a run that was interrupted goes on; null at its beginning. */
  checkpoint: Checkpoint | null;
  /** Start of the last successful run less an overlap, epoch milliseconds, for a provider without tokens of its own; null on a full run. */
  changedSince: number | null;
  signal: AbortSignal;
}

/** What one call of the provider brought; committed in one transaction. */
export interface Page<Cursor = unknown, Checkpoint = unknown> {
  /** As the provider sent them; checked against the model's schema by the hub. */
  records: readonly unknown[];
  deletedIds?: readonly string[];
  /** Where to go on after this page; null on the last. Each differs from those before, or the hub stops the run. */
  checkpoint: Checkpoint | null;
  /** Where the next incremental run begins; of the last page that has one. */
  cursor?: Cursor;
}

/** A kind of synced object. */
export interface ModelDefinition<Api = unknown, Data = unknown, Cursor = unknown, Checkpoint = unknown> {
  /** As on records and in GraphQL, e.g. CalendarEvent. */
  name: string;
  /** What is stored, and what the GraphQL type reads. Loose: fields it does not name are kept. */
  record: z.ZodType<Data>;
  cursor: z.ZodType<Cursor>;
  checkpoint: z.ZodType<Checkpoint>;
  /** The model's own GraphQL type. */
  type: new (row: never, data?: never) => RecordType<Data>;
  /** Its own list in GraphQL; left out where the change feed is enough. */
  reading?: ReadingDefinition;
  idOf(data: Data): string;
  /**
   * Orders the states of one object, larger is newer (its `updated_at` in milliseconds): neither a page nor a
   * webhook overwrites a newer state with an older. Null or left out: what is read last counts.
   * @param at.readAt for objects that bear no time: when they were asked for, or told, epoch milliseconds.
   */
  versionOf?(data: Data, at: { readAt: number }): number | null;
  /** False where a run finds changes only by reading everything. */
  supportsIncremental: boolean;
  supportsRealtime: boolean;
  /** Cron expression or human interval. */
  schedule: { full: string; incremental: string | null };
  pages(request: PageRequest<Api, Cursor, Checkpoint>): AsyncIterable<Page<Cursor, Checkpoint>>;
}

/**
 * Something a person or product can do at the provider. Each is a mutation of its own, e.g. `slackPostMessage`: its
 * input and output are GraphQL types made of the schemas, with what `.describe()` says of their fields.
 */
export interface ActionDefinition<Api = unknown, Input = unknown, Output = unknown> {
  name: string;
  description: string;
  /** An object. Checked before the action runs. */
  input: z.ZodType<Input>;
  /** An object. What the action gave is checked by it, and what it does not name is left out. */
  output: z.ZodType<Output>;
  run(request: { api: Api; input: Input; idempotencyKey: string | null; signal: AbortSignal }): Promise<Output>;
}

/** Thrown by `pages()` where the provider no longer takes the cursor or checkpoint: the run begins anew as a full one. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

// The three functions below only give types to a declaration; `never` and `unknown` in the
// definitions above keep lists of differently typed models together.

export function defineProvider<Api>(provider: ProviderDefinition<Api>): ProviderDefinition {
  return provider;
}

export function defineModel<Api, Data, Cursor, Checkpoint>(
  model: ModelDefinition<Api, Data, Cursor, Checkpoint>,
): ModelDefinition<Api> {
  return model;
}

export function defineAction<Api, Input, Output>(action: ActionDefinition<Api, Input, Output>): ActionDefinition<Api> {
  return action;
}
