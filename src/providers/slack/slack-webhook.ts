import { slackScheme } from '../../platform/signatures/slack-scheme.js';
import type { WebhookDefinition } from '../provider.js';
import type { SlackApi } from './slack-api.js';
import { changesOf } from './slack-changes.js';
import { readEnvelope, readingOf } from './slack-envelope.js';
import { slackSamples } from './slack-samples.js';

/**
 * The Events API: one request URL for the app, which delivers for every workspace. What it delivers is chosen
 * in the app's settings, so there is nothing to subscribe to by API.
 * @see https://docs.slack.dev/apis/events-api
 */
export const slackWebhook: WebhookDefinition<SlackApi> = {
  scheme: slackScheme,
  read: ({ body }) => readingOf(readEnvelope(body)),
  changes: ({ event }) => changesOf(readEnvelope(event.body)),
  samples: slackSamples,
};
