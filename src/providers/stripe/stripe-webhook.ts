import { z } from 'zod';
import { stripeScheme } from '../../platform/signatures/stripe-scheme.js';
import {
  readJson,
  type WebhookChange,
  type WebhookDefinition,
  type WebhookFacts,
  type WebhookRequest,
} from '../provider.js';
import { versionOfDeletion, versionOfEvent } from './event-version.js';
import { readObject } from './read-object.js';
import { STRIPE_API_VERSION, type StripeApi } from './stripe-api.js';
import { stripeEvent, type StripeEvent } from './stripe-event.js';
import type { StripeResource } from './stripe-resource.js';
import { resourceOfEvent } from './stripe-resources.js';
import { stripeSamples } from './stripe-samples.js';
import { webhookEndpoints } from './webhook-endpoints.js';

/** @see https://docs.stripe.com/webhooks */
export const stripeWebhook: WebhookDefinition<StripeApi> = {
  scheme: stripeScheme,
  read: ({ body }) => factsOf(eventIn(body)),
  changes,
  subscriptions: webhookEndpoints,
  samples: stripeSamples,
};

const objectId = z.string().min(1);

/** By then an incremental run may have stored what came after: Stripe repeats a delivery for three days. */
const LATE_MS = 10 * 60_000;

/** Connect names the account. An endpoint of the account itself does not, there the address says it. */
function factsOf({ id, type, account }: StripeEvent): WebhookFacts {
  return { kind: 'EVENT', id, isIdInBody: true, type, accounts: account === undefined ? [] : [account] };
}

async function* changes({ event: stored, api }: WebhookRequest<StripeApi>): AsyncGenerator<WebhookChange> {
  const event = eventIn(stored.body);
  if (event.type === 'account.application.deauthorized') yield { unlinked: true };
  const resource = resourceOfEvent(event.type);
  if (resource !== null) yield await changeOf(resource, event, stored.receivedAt, api);
}

async function changeOf(
  resource: StripeResource,
  event: StripeEvent,
  receivedAt: number,
  api: WebhookRequest<StripeApi>['api'],
): Promise<WebhookChange> {
  const { model } = resource;
  const version = versionOfEvent(resource, event);
  const externalId = objectId.parse(event.data.object.id);
  if (event.type === resource.deletedBy) return { model, deleted: [{ externalId, version }] };
  if (showsPresent(event, receivedAt)) return { model, records: [event.data.object], version };
  const present = await readObject(resource, await (await api())(), externalId);
  return present === null
    ? { model, deleted: [{ externalId, version: versionOfDeletion(event) }] }
    : { model, records: [present], version };
}

/** Whether the object can be taken from the event: in the shape in which runs read it, and not overtaken by one. */
function showsPresent(event: StripeEvent, receivedAt: number): boolean {
  return event.api_version === STRIPE_API_VERSION && receivedAt - event.created * 1000 < LATE_MS;
}

function eventIn(body: Buffer): StripeEvent {
  return readJson(body, stripeEvent, 'This is no event of Stripe. Thin events are not read: choose snapshot events.');
}
