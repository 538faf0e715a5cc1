import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { github } from '../../../src/providers/github/github.provider.js';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import type { OAuth2Auth } from '../../../src/providers/provider.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { consent, Emulators, fetchWith, type SandboxProviderId } from '../../kit/emulators.js';
import { readAll } from '../../kit/read-model.js';

const BEN = 'ben.okafor@acorn.example';

describe('the sandbox', () => {
  let emulators: Emulators;

  beforeAll(async () => {
    emulators = await Emulators.start();
  });

  afterAll(() => emulators[Symbol.asyncDispose]());

  const reading = (id: SandboxProviderId, token: unknown) => ({
    fetch: fetchWith(String(token)),
    apiUrl: emulators.provider(id).endpoints.apiUrl,
  });

  const eventsOf = (token: unknown) =>
    readAll({ provider: googleCalendar, model: 'CalendarEvent', ...reading('google-calendar', token) });

  test('offers the people of the team, and not the emulator’s own', async () => {
    const { clientId, endpoints } = emulators.provider('google-calendar');
    const redirect = 'http://localhost:4000/oauth/callback/google-calendar';

    const page = await fetch(`${endpoints.authorizationUrl}?client_id=${clientId}&redirect_uri=${redirect}`);

    const html = await page.text();
    expect(html).toContain('Ada Lindqvist');
    expect(html).not.toContain('testuser@gmail.com');
  });

  test('sends nobody to an address that is not the hub’s', async () => {
    const { clientId, endpoints } = emulators.provider('slack');
    const address = `${endpoints.authorizationUrl}?client_id=${clientId}&redirect_uri=https://elsewhere.example/`;

    await expect(consent(address, 'ada.lindqvist')).rejects.toThrow(/Redirect URI mismatch/);
  });

  test('refuses tokens that it did not issue', async () => {
    await expect(eventsOf('stolen')).rejects.toMatchObject({ status: 401 });
    await expect(slack.identify(slack.createApi(reading('slack', 'stolen')))).rejects.toMatchObject({
      data: { error: 'invalid_auth' },
    });
    await expect(github.identify(github.createApi(reading('github', 'stolen')))).rejects.toMatchObject({ status: 401 });
  });

  test('keeps linked accounts, and every id and event, over a restart', async () => {
    const google = await emulators.connect('google-calendar', BEN);
    const chat = await emulators.connect('slack', 'ben.okafor');
    const channelsOf = () =>
      readAll({ provider: slack, model: 'SlackChannel', ...reading('slack', chat['access_token']) });
    const code = await emulators.connect('github', 'ben-okafor');
    /** Without the emulator's address, whose port is another after the restart. */
    const issuesOf = async () => {
      const at = reading('github', code['access_token']);
      const { records } = await readAll({ provider: github, model: 'GitHubIssue', ...at });
      return [...records.values()].map((issue) => JSON.stringify(issue).replaceAll(at.apiUrl, ''));
    };
    const stateOf = async () => ({
      events: (await eventsOf(google['access_token'])).records,
      channels: (await channelsOf()).records,
      issues: await issuesOf(),
    });
    const before = await stateOf();

    await emulators.restart();

    expect(await stateOf()).toEqual(before);
    expect(before.issues).toHaveLength(12);
  });

  test('renews the access of the same person after a restart', async () => {
    const { refresh_token } = await emulators.connect('google-calendar', BEN);
    await emulators.restart();

    const renewed = await emulators.askForTokens('google-calendar', {
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
    });

    const api = googleCalendar.createApi(reading('google-calendar', renewed['access_token']));
    expect(await googleCalendar.identify(api)).toEqual({ externalId: BEN, label: BEN });
    expect(renewed['refresh_token']).toBeUndefined();
  });

  test('forgets a grant that was taken back', async () => {
    const { refresh_token, access_token } = await emulators.connect('google-calendar', BEN);
    const { revocationUrl = '' } = emulators.provider('google-calendar').endpoints;

    await fetch(revocationUrl, { method: 'POST', body: new URLSearchParams({ token: String(refresh_token) }) });

    await expect(eventsOf(access_token)).rejects.toMatchObject({ status: 401 });
    const renewed = await emulators.askForTokens('google-calendar', {
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
    });
    expect(renewed).toMatchObject({ error: 'invalid_grant' });
  });

  test('forgets every grant that an account gave the app at GitHub, where the app asks for it', async () => {
    const { clientId: id, clientSecret: secret } = emulators.provider('github');
    const first = await emulators.connect('github', 'ben-okafor');
    const second = await emulators.connect('github', 'ben-okafor');
    const others = await emulators.connect('github', 'ada-lindqvist');
    const identify = (token: unknown) => github.identify(github.createApi(reading('github', token)));
    const revoke = (client: { id: string; secret: string }) => {
      const { apiUrl, tokenUrl } = emulators.provider('github').endpoints;
      const accessToken = String(first['access_token']);
      const grant = { fetch, apiUrl, tokenUrl, accessToken, client };
      return (github.auth.find(({ method }) => method === 'OAUTH2') as OAuth2Auth).revoke?.(grant);
    };

    await expect(revoke({ id, secret: 'stolen' })).rejects.toMatchObject({ status: 401 });
    await revoke({ id, secret });

    await expect(identify(first['access_token'])).rejects.toMatchObject({ status: 401 });
    await expect(identify(second['access_token'])).rejects.toMatchObject({ status: 401 });
    expect(await identify(others['access_token'])).toMatchObject({ label: 'ada-lindqvist' });
  });
});
