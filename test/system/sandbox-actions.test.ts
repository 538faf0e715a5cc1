// Each action of an emulated provider by its own mutation, as schema/operations has it, in the built hub.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { github } from '../../src/providers/github/github.provider.js';
import { gmail } from '../../src/providers/gmail/gmail.provider.js';
import { googleCalendar } from '../../src/providers/google-calendar/google-calendar.provider.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { slack } from '../../src/providers/slack/slack.provider.js';
import { HubProcess } from '../kit/hub-process.js';
import { linkInSandbox } from '../kit/link-in-sandbox.js';
import { runTypedAction, type ActionPayload } from '../kit/typed-action.js';

const EMAIL = 'ada.lindqvist@acorn.example';

/** What the emulators cannot do; it is tested before small servers. */
const LACKING = ['google-calendar updateEvent'];

describe('in the sandbox', () => {
  let hub: HubProcess;
  const linked = new Map<string, string>();
  const done = new Set<string>();

  beforeAll(async () => {
    hub = await HubProcess.start({ HUB_SANDBOX: '1' });
    linked.set('google-calendar', await linkInSandbox(hub, 'google-calendar', EMAIL));
    linked.set('gmail', await linkInSandbox(hub, 'gmail', EMAIL));
    linked.set('slack', await linkInSandbox(hub, 'slack', 'ada.lindqvist'));
    linked.set('github', await linkInSandbox(hub, 'github', 'ada-lindqvist'));
  }, 90_000);

  afterAll(() => hub?.[Symbol.asyncDispose]());

  function run<Output>({ id }: ProviderDefinition, action: string, input: object): Promise<ActionPayload<Output>> {
    done.add(`${id} ${action}`);
    return runTypedAction<Output>(hub, id, action, { integrationId: linked.get(id) ?? '', ...input });
  }

  /** Of an action that must not fail. */
  async function outputOf<Output>(provider: ProviderDefinition, action: string, input: object): Promise<Output> {
    const { output, userErrors } = await run<Output>(provider, action, input);
    expect(userErrors).toEqual([]);
    return output as Output;
  }

  test('an event of a calendar is made, listed and deleted', async () => {
    const window = { timeMin: '2031-03-01T00:00:00Z', timeMax: '2031-03-31T00:00:00Z' };
    const list = () => outputOf<{ events: { id: string; summary: string }[] }>(googleCalendar, 'listEvents', window);
    const times = { startsAt: '2031-03-03T09:00:00Z', endsAt: '2031-03-03T10:00:00Z' };

    const { id } = await outputOf<{ id: string }>(googleCalendar, 'createEvent', { ...times, summary: 'Far ahead' });
    const before = await list();
    const deleted = await outputOf(googleCalendar, 'deleteEvent', { eventId: id });
    const after = await list();

    expect(before.events).toMatchObject([{ id, summary: 'Far ahead' }]);
    expect(deleted).toEqual({ eventId: id, calendarId: 'primary' });
    expect(after.events).toEqual([]);
  });

  test('an e-mail is sent, and its body read', async () => {
    const mail = { to: ['ben.okafor@acorn.example'], subject: 'Lunch', text: 'At noon?' };

    const { messageId } = await outputOf<{ messageId: string }>(gmail, 'sendEmail', mail);

    expect(await outputOf(gmail, 'getMessage', { messageId })).toMatchObject({
      messageId,
      text: expect.stringMatching(/^At noon\?\s*$/),
      attachments: [],
    });
  });

  test('a message is posted to one of the channels that are listed', async () => {
    const { channels } = await outputOf<{ channels: { id: string }[] }>(slack, 'getChannels', { limit: 5 });
    const [channel] = channels.map(({ id }) => id);

    expect(channels.length).toBeGreaterThan(1);
    expect(await outputOf(slack, 'postMessage', { channel, text: 'Hello' })).toEqual({
      channel,
      ts: expect.stringMatching(/^\d+\.\d+$/),
    });
  });

  test('an issue is opened', async () => {
    const issue = { owner: 'ada-lindqvist', repo: 'handbook', title: 'Say who is on call' };

    expect(await outputOf(github, 'createIssue', issue)).toEqual({
      id: expect.stringMatching(/^\d+$/),
      number: 5,
      url: expect.stringMatching(/\/ada-lindqvist\/handbook\/issues\/5$/),
    });
  });

  test.each([
    [googleCalendar, 'createEvent', { summary: 'No time' }, 'endsAt'],
    [gmail, 'sendEmail', { to: ['nobody'], text: 'Hello' }, 'to'],
    [slack, 'postMessage', { channel: 'C000000001', text: '' }, 'text'],
    [github, 'createIssue', { owner: 'ada-lindqvist', repo: '..', title: 'Hello' }, 'repo'],
  ])('$name says which field of $1 is wrong', async (provider, action, input, field) => {
    const { output, userErrors } = await run(provider, action, input);

    expect(output).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'BAD_INPUT', field: expect.arrayContaining(['input', field]) }]);
  });

  test('no action was left out', () => {
    const all = [googleCalendar, gmail, slack, github].flatMap(({ id, actions }) =>
      actions.map(({ name }) => `${id} ${name}`),
    );

    expect([...done, ...LACKING].toSorted()).toEqual(all.toSorted());
  });
});
