import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
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
  });

  test('keeps linked accounts, and every id and event, over a restart', async () => {
    const google = await emulators.connect('google-calendar', BEN);
    const chat = await emulators.connect('slack', 'ben.okafor');
    const channelsOf = () =>
      readAll({ provider: slack, model: 'SlackChannel', ...reading('slack', chat['access_token']) });
    const before = { events: await eventsOf(google['access_token']), channels: await channelsOf() };

    await emulators.restart();

    const after = { events: await eventsOf(google['access_token']), channels: await channelsOf() };
    expect(after.events.records).toEqual(before.events.records);
    expect(after.channels.records).toEqual(before.channels.records);
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
});
