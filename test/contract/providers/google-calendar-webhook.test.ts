import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../src/platform/signatures/signature-scheme.js';
import { googleCalendar } from '../../../src/providers/google-calendar/google-calendar.provider.js';
import type { WebhookDefinition, WebhookSubscriptions } from '../../../src/providers/provider.js';
import { fetchWith } from '../../kit/emulators.js';
import { startGoogleCalendarServer, type GoogleCalendarServer } from '../../kit/google-calendar-server.js';
import { hubErrorOf } from '../../kit/read-model.js';
import { changesOf } from '../../kit/webhook-changes.js';
import { WebhookListener } from '../../kit/webhook-listener.js';

const OWN = 'ada@example.com';
const SECRET = 'a-secret-of-the-hub';
const DAY_MS = 86_400_000;
const webhook = googleCalendar.webhook as WebhookDefinition;
const subscriptions = webhook.subscriptions as WebhookSubscriptions;

describe("Google Calendar's channels", () => {
  let server: GoogleCalendarServer;
  let listener: WebhookListener;
  let api: unknown;

  beforeEach(async () => {
    server = await startGoogleCalendarServer({ events: 3 });
    listener = await WebhookListener.start();
    const fetch = fetchWith(server.authorization.issueAccessToken());
    api = googleCalendar.createApi({ fetch, apiUrl: server.endpoints.apiUrl });
  });

  afterEach(async () => {
    await server.close();
    await listener[Symbol.asyncDispose]();
  });

  const open = (id = 'channel-1') => subscriptions.create({ api, subject: OWN, url: listener.url, secret: SECRET, id });

  const refusalOf = async (work: Promise<unknown>) =>
    hubErrorOf(
      googleCalendar,
      await work.then(
        () => null,
        (error: unknown) => error,
      ),
    );

  test('are one for each readable calendar, but for those that Google makes itself', async () => {
    server.addCalendar('team@example.com');
    server.addCalendar('en.swiss#holiday@group.v.calendar.google.com');

    expect(await subscriptions.subjects(api)).toEqual([OWN, 'team@example.com']);
  });

  test('open for a week, with the id and the secret of the hub', async () => {
    const opened = await open();

    const [channel] = server.channels.open;
    expect(channel).toMatchObject({ id: 'channel-1', calendarId: OWN, address: listener.url, token: SECRET });
    expect(opened).toEqual({
      externalId: 'channel-1',
      resource: channel?.resourceId,
      expiresAt: channel?.expiresAt,
    });
    expect(Math.abs((opened.expiresAt ?? 0) - Date.now() - 7 * DAY_MS)).toBeLessThan(60_000);
  });

  test('end when Google says, not when the hub asked', async () => {
    server.channels.lifeMs = 3_600_000;

    const { expiresAt } = await open();

    expect(Math.abs((expiresAt ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
  });

  test('are proven by their token, and by their own only', async () => {
    const { externalId, resource = null } = await open();
    await server.channels.settled();

    const [delivery] = listener.deliveries as [Delivery];
    const verdict = (secret: string, id = externalId) =>
      webhook.scheme.verify(delivery, [{ secret, subscription: { externalId: id, resource } }], Date.now());
    expect(verdict(SECRET)).toMatchObject({ verified: true });
    expect(verdict('another')).toMatchObject({ verified: false });
    expect(verdict(SECRET, 'another-channel')).toMatchObject({ verified: false });
  });

  test('say first that they are open, which changes nothing, then that something changed', async () => {
    await open();
    await server.channels.settled();
    server.updateEvent('event00001', { summary: 'Moved' });
    server.deleteEvent('event00002');
    await server.channels.settled();

    const readings = listener.deliveries.map((delivery) => webhook.read(delivery));
    expect(readings).toEqual([
      { kind: 'EVENT', id: 'channel-1:1', type: 'sync', accounts: [] },
      { kind: 'EVENT', id: 'channel-1:4', type: 'exists', accounts: [] },
      { kind: 'EVENT', id: 'channel-1:7', type: 'exists', accounts: [] },
    ]);
    const changes = await Promise.all(listener.deliveries.map((delivery) => changesOf(googleCalendar, delivery)));
    expect(changes).toEqual([[], [{ model: 'CalendarEvent', poll: true }], [{ model: 'CalendarEvent', poll: true }]]);
  });

  test('say that the calendar is gone', async () => {
    await open();
    server.removeCalendar(OWN);
    await server.channels.settled();

    const gone = listener.deliveries.find(
      (delivery) => delivery.headers['x-goog-resource-state']?.[0] === 'not_exists',
    );
    expect(await changesOf(googleCalendar, gone as Delivery)).toEqual([{ model: 'CalendarEvent', poll: true }]);
  });

  test('deliver again under the same id where the hub had a fault', async () => {
    listener.failures = [503];
    await open();
    await server.channels.settled();

    const ids = listener.deliveries.map((delivery) => (webhook.read(delivery) as { id: string }).id);
    expect(ids).toEqual(['channel-1:1', 'channel-1:1']);
  });

  test('stop, and one that is gone is no error', async () => {
    const { externalId, resource = null } = await open();
    const subscription = { subject: OWN, externalId, resource };

    await subscriptions.remove({ api, subscription });

    expect(server.channels.open).toEqual([]);
    await expect(subscriptions.remove({ api, subscription })).resolves.toBeUndefined();
  });

  test('that cannot be stopped for another reason are an error', async () => {
    const { externalId, resource = null } = await open();
    server.authorization.expireAccessTokens();

    const stopping = subscriptions.remove({ api, subscription: { subject: OWN, externalId, resource } });

    await expect(stopping).rejects.toMatchObject({ status: 401 });
  });

  test('need an https address, in words', async () => {
    server.channels.requiresHttps = true;

    expect(await refusalOf(open())).toMatchObject({
      code: 'PROVIDER_REJECTED',
      message: expect.stringMatching(/only to an https address.*HUB_PUBLIC_URL/),
    });
  });

  test('that Google does not offer for a calendar are refused in words', async () => {
    const calendar = 'en.swiss#holiday@group.v.calendar.google.com';
    server.addCalendar(calendar);

    const opening = subscriptions.create({ api, subject: calendar, url: listener.url, secret: SECRET, id: 'c' });

    expect(await refusalOf(opening)).toMatchObject({ message: expect.stringContaining('scheduled syncs') });
  });

  test.each([
    ['without a state', { 'x-goog-channel-id': ['c'], 'x-goog-message-number': ['1'] }],
    [
      'with two channel ids',
      { 'x-goog-channel-id': ['c', 'd'], 'x-goog-message-number': ['1'], 'x-goog-resource-state': ['exists'] },
    ],
    [
      'with an unknown state',
      { 'x-goog-channel-id': ['c'], 'x-goog-message-number': ['1'], 'x-goog-resource-state': ['gone'] },
    ],
  ])('have no notification %s', (_, headers) => {
    expect(() => webhook.read({ headers, body: Buffer.alloc(0), url: 'https://hub.example/' })).toThrow(
      /no notification of a Google channel/,
    );
  });
});
