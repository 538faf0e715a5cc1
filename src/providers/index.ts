import { github } from './github/github.provider.js';
import { gmail } from './gmail/gmail.provider.js';
import { googleCalendar } from './google-calendar/google-calendar.provider.js';
import { catalogueProviders } from './oauth2/catalogue.js';
import type { ProviderDefinition } from './provider.js';
import { slack } from './slack/slack.provider.js';
import { stripe } from './stripe/stripe.provider.js';

/** Every provider that is programmed here, in the order in which they are shown. */
export const providers: readonly ProviderDefinition[] = [googleCalendar, gmail, slack, stripe, github];

/** The long tail: what can be linked and called, and no more. */
export const catalogue: readonly ProviderDefinition[] = catalogueProviders(new Set(providers.map(({ id }) => id)));
