import type { Locator, Page } from 'playwright-core';
import { contactsDeclaration, startContactsServer, type ContactsServer } from './contacts-server.js';
import type { HubProcess } from './hub-process.js';
import { startOidcServer } from './oauth-oidc.js';

/** The link that a hub prints which made its own operator key. */
export function signInLink(hub: HubProcess): string {
  const [link] = /http\S+\/#key=\S+/.exec(hub.output) ?? [];
  if (link === undefined) throw new Error(`The hub printed no sign-in link:\n${hub.output}`);
  return link;
}

/** What a page complains of in its console, from now on: errors, and what its policy forbids. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // By a 401 the page learns that nobody is signed in.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** Goes to another view as a person does. */
export async function openView(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Presses a button that leads to a consent; gives the window where it is asked for. */
export async function openConsent(page: Page, button: Locator): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
  return popup;
}

/** Connects at an emulator of the sandbox, from the catalogue. */
export async function connectInSandbox(page: Page, provider: string, person: string): Promise<void> {
  await openView(page, 'Connect');
  const button = page.getByRole('button', { name: `Connect ${provider}`, exact: true });
  const popup = await openConsent(page, button);
  await popup.getByRole('button', { name: person }).click();
  await page.getByRole('status').getByText('is connected').waitFor();
}

/** Signs in and consents in a window of `oidc-provider`. */
export async function consentAtOidc(popup: Page, login: string): Promise<void> {
  await popup.getByPlaceholder('Enter any login').fill(login);
  await popup.getByPlaceholder('and password').fill('any');
  await popup.getByRole('button', { name: 'Sign-in' }).click();
  await popup.getByRole('button', { name: 'Continue' }).click();
}

const DECLARE = `mutation ($input: DeclareProviderInput!) { declareProvider(input: $input) { userErrors { message } } }`;
const CONFIGURE = `mutation ($input: ConfigureProviderInput!) { configureProvider(input: $input) { userErrors { message } } }`;

/** Contacts, a service that an operator declared, with accounts of an OpenID provider; its API does as a test says. */
export async function declareContacts(hub: HubProcess): Promise<AsyncDisposable & { api: ContactsServer }> {
  const oidc = await startOidcServer(`${hub.url}/oauth/callback/contacts`);
  const api = await startContactsServer();
  await hub.get(DECLARE, { input: contactsDeclaration('contacts', oidc, api) });
  const { clientId, clientSecret } = oidc;
  await hub.get(CONFIGURE, { input: { providerId: 'contacts', clientId, clientSecret } });
  return {
    api,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await oidc[Symbol.asyncDispose]();
    },
  };
}
