import { meaningOfGoogle } from '../google/google-error.js';
import { GOOGLE_OAUTH_ENDPOINTS, googleOAuth } from '../google/google-oauth.js';
import { defineProvider, type Account } from '../provider.js';
import { emailMessageModel } from './email-message.model.js';
import { createGmailApi, type GmailApi } from './gmail-api.js';
import { gmailErrorOf } from './gmail-error.js';
import { gmailLimits } from './gmail-limits.js';
import { readProfile } from './gmail-profile.js';
import { gmailWebhook } from './gmail-webhook.js';
import { getMessage } from './get-message.action.js';
import { sendEmail } from './send-email.action.js';

const auth = googleOAuth([
  {
    name: 'https://www.googleapis.com/auth/gmail.readonly',
    reason: 'To read your messages, and to know your address. Nothing is changed.',
  },
  {
    name: 'https://www.googleapis.com/auth/gmail.send',
    reason: 'To send messages in your name, where you ask for it.',
  },
]);

export const gmail = defineProvider<GmailApi>({
  id: 'gmail',
  name: 'Gmail',
  category: 'email',
  docsUrl: 'https://developers.google.com/workspace/gmail/api',
  endpoints: { ...GOOGLE_OAUTH_ENDPOINTS, apiUrl: 'https://gmail.googleapis.com/' },
  auth: [auth],
  limits: gmailLimits,
  createApi: createGmailApi,
  identify,
  meaningOf: meaningOfGoogle,
  errorOf: gmailErrorOf,
  models: [emailMessageModel],
  actions: [sendEmail, getMessage],
  webhook: gmailWebhook,
});

/** The account is its address: what Gmail's notifications call it, too. */
async function identify(api: GmailApi): Promise<Account> {
  const { emailAddress } = await readProfile(api);
  return { externalId: emailAddress, label: emailAddress };
}
