import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActionDefinition } from '../../../src/providers/provider.js';
import { slack } from '../../../src/providers/slack/slack.provider.js';
import { normalizeSlackTokens } from '../../../src/providers/slack/slack-tokens.js';
import { Emulators, fetchWith } from '../../kit/emulators.js';
import { hubErrorOf, readAll } from '../../kit/read-model.js';
import { runAction } from '../../kit/run-action.js';

const postMessage = slack.actions.find(({ name }) => name === 'postMessage') as ActionDefinition;

describe('Slack at the emulator', () => {
  let emulators: Emulators;
  let token: string;
  let context: { fetch: ReturnType<typeof fetchWith>; apiUrl: string };

  beforeAll(async () => {
    emulators = await Emulators.start();
    token = String((await emulators.connect('slack', 'ada.lindqvist'))['access_token']);
    context = { fetch: fetchWith(token), apiUrl: emulators.provider('slack').endpoints.apiUrl };
  });

  afterAll(() => emulators[Symbol.asyncDispose]());

  const post = (input: unknown) =>
    postMessage.run({
      api: slack.createApi(context),
      input: postMessage.input.parse(input),
      idempotencyKey: null,
      signal: new AbortController().signal,
    });

  test('reads its token answer as RFC 6749 has it', async () => {
    const body = await emulators.connect('slack', 'ada.lindqvist');

    const answer = normalizeSlackTokens({ status: 200, body });

    expect(answer).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^xoxb-/),
        token_type: 'bearer',
        scope: 'channels:read,users:read,users:read.email,chat:write',
      },
    });
  });

  test('reads a code that was used before as invalid_grant', async () => {
    const body = await emulators.askForTokens('slack', { grant_type: 'authorization_code', code: 'used' });

    expect(normalizeSlackTokens({ status: 200, body })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  test('knows the workspace', async () => {
    const account = await slack.identify(slack.createApi(context));

    expect(account).toEqual({ externalId: 'T000000001', label: 'Acorn Software' });
  });

  test('reads channels', async () => {
    const { records } = await readAll({ provider: slack, model: 'SlackChannel', ...context });

    const names = [...records.values()].map(({ name }) => name);
    expect(names).toHaveLength(25);
    expect(names).toContain('engineering');
  });

  test('lists channels, a page at a time', async () => {
    const list = (input: object) =>
      runAction({ provider: slack, ...context }, 'getChannels', input) as Promise<{
        channels: { name: string }[];
        nextCursor: string | null;
      }>;

    const first = await list({ limit: 20 });
    const second = await list({ limit: 20, cursor: first.nextCursor });

    expect([first.channels.length, second.channels.length, second.nextCursor]).toEqual([20, 5, null]);
    expect([...first.channels, ...second.channels]).toContainEqual(
      expect.objectContaining({ name: 'engineering', topic: 'How we build', isArchived: false }),
    );
  });

  test('reads people', async () => {
    const { records } = await readAll({ provider: slack, model: 'SlackUser', ...context });

    expect(records.size).toBe(42);
    expect([...records.values()]).toContainEqual(
      expect.objectContaining({ name: 'ada.lindqvist', real_name: 'Ada Lindqvist' }),
    );
  });

  test('posts a message and a reply to it', async () => {
    const first = (await post({ channel: 'C000000001', text: 'Hello' })) as { ts: string; channel: string };
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Hi*' } }];
    await post({ channel: first.channel, text: 'Hi', blocks, threadTs: first.ts });

    const history = await new WebClient(token, { slackApiUrl: context.apiUrl }).conversations.replies(first);
    expect(history.messages?.map(({ text, thread_ts }) => ({ text, thread_ts }))).toEqual([
      { text: 'Hello', thread_ts: undefined },
      { text: 'Hi', thread_ts: first.ts },
    ]);
  });

  test('says what to do about a channel that is not there', async () => {
    const error = await post({ channel: 'C0NOWHERE', text: 'Hello' }).catch((thrown: unknown) => thrown);

    expect(hubErrorOf(slack, error)).toMatchObject({
      code: 'BAD_INPUT',
      message: 'Slack knows no such channel, or the app may not see it. Give the id of a channel it was invited to.',
    });
  });

  test('takes the grant back', async () => {
    const other = String((await emulators.connect('slack', 'ben.okafor'))['access_token']);
    const [auth] = slack.auth;

    if (auth?.method !== 'OAUTH2') throw new Error('no OAuth');
    const { clientId: id, clientSecret: secret, endpoints } = emulators.provider('slack');
    await auth.revoke?.({ fetch, ...endpoints, accessToken: other, client: { id, secret } });

    const refused = slack.identify(slack.createApi({ ...context, fetch: fetchWith(other) }));
    await expect(refused).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  });
});
