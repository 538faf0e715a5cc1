import { github } from './github/github.provider.js';
import { gmail } from './gmail/gmail.provider.js';
import { googleCalendar } from './google-calendar/google-calendar.provider.js';
import type { ProviderDefinition } from './provider.js';
import { slack } from './slack/slack.provider.js';
import { stripe } from './stripe/stripe.provider.js';

/** Every provider of the hub, in the order in which they are shown. */
export const providers: readonly ProviderDefinition[] = [googleCalendar, gmail, slack, stripe, github];
