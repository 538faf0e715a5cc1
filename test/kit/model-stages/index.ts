import { githubIssues, githubRepositories } from './github-stages.js';
import { calendarEvents, emailMessages, googleCalendars } from './google-stages.js';
import type { ModelStage } from './model-stage.js';
import { slackChannels, slackMessages, slackUsers } from './slack-stages.js';
import { stripeObjects } from './stripe-stages.js';

/** A server for each model of each provider, by the model's name. */
export const modelStages: Readonly<Record<string, () => Promise<ModelStage>>> = {
  CalendarEvent: calendarEvents,
  GoogleCalendar: googleCalendars,
  EmailMessage: emailMessages,
  SlackChannel: slackChannels,
  SlackUser: slackUsers,
  SlackMessage: slackMessages,
  StripeCustomer: () => stripeObjects('customer'),
  StripeSubscription: () => stripeObjects('subscription'),
  StripeInvoice: () => stripeObjects('invoice'),
  StripeProduct: () => stripeObjects('product'),
  StripePrice: () => stripeObjects('price'),
  GitHubRepository: githubRepositories,
  GitHubIssue: githubIssues,
};
