import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../../src/platform/id.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { ada, boss, openNotesHub, type Asking, type NotesHub } from './notes-hub.js';
import { json } from './provider-server.js';

const ADD = `mutation ($input: AcmeNotesAddNoteInput!) {
  acmeNotesAddNote(input: $input) {
    output { id tone addedAt url lines { text } raw }
    userErrors { code message field retryable retryAt reconnectUrl }
  }
}`;
const RUN = `mutation ($input: RunActionInput!) {
  runAction(input: $input) { output userErrors { code message field } }
}`;

interface Added {
  acmeNotesAddNote: {
    output: { id: string } | null;
    userErrors: { code: string; message: string; field: string[] | null; retryable: boolean; retryAt: string | null }[];
  };
}

async function add(on: NotesHub, input: object, who: Asking = ada): Promise<Added['acmeNotesAddNote']> {
  const { data, errors } = await on.ask<Added>(ADD, { input: { integrationId: on.integrationId, ...input } }, who);
  if (data === undefined) throw new Error(JSON.stringify(errors));
  return data.acmeNotesAddNote;
}

/** Keeps each note, with a number that counts them. */
function keepNotes(on: NotesHub): void {
  on.server.behaviour.api = ({ body }, response) => {
    const { lines, tone } = JSON.parse(body) as { lines: object[]; tone: string };
    const id = `note-${on.server.calls.length}`;
    const kept = { addedAt: '2026-11-24T12:00:00Z', url: `https://notes.example/${id}`, raw: [1, null], secret: 'x' };
    json(response, 200, { id, tone, lines, ...kept });
  };
}

describeEachDatabase((database) => {
  let on: NotesHub;

  beforeAll(async () => {
    on = await openNotesHub(database);
  });
  beforeEach(() => {
    on.server.calls.length = 0;
    keepNotes(on);
  });
  afterAll(() => on[Symbol.asyncDispose]());

  test('does what it was asked, and gives the answer with its types', async () => {
    const added = await add(on, {
      title: 'Hello',
      tone: 'VERY_LOUD',
      lines: [{ text: 'one', size: 3 }, { text: 'two' }],
      weight: 1.5,
      isPinned: true,
      remindAt: '2026-11-24T10:00:00+01:00',
      dueDate: '2026-11-25',
      link: 'https://example.com/a?b=c',
      labels: { team: 'acorn' },
      blocks: [{ type: 'section', fields: [{ deep: null }] }],
    });

    expect(added).toEqual({
      output: {
        id: 'note-1',
        tone: 'VERY_LOUD',
        addedAt: '2026-11-24T12:00:00.000Z',
        url: 'https://notes.example/note-1',
        lines: [{ text: 'one' }, { text: 'two' }],
        raw: [1, null],
      },
      userErrors: [],
    });
    expect(JSON.parse(on.server.calls[0]?.body ?? '')).toEqual({
      title: 'Hello',
      tone: 'veryLoud',
      lines: [{ text: 'one', size: 3 }, { text: 'two' }],
      weight: 1.5,
      isPinned: true,
      remindAt: '2026-11-24T09:00:00.000Z',
      dueDate: '2026-11-25',
      link: 'https://example.com/a?b=c',
      labels: { team: 'acorn' },
      blocks: [{ type: 'section', fields: [{ deep: null }] }],
    });
  });

  test('takes null for what is left out, but where null says something', async () => {
    await add(on, {
      title: 'Hello',
      tone: null,
      lines: null,
      weight: null,
      remindAt: null,
      folder: null,
      labels: null,
    });

    expect(JSON.parse(on.server.calls[0]?.body ?? '')).toEqual({
      title: 'Hello',
      tone: 'calm',
      lines: [],
      folder: null,
    });
  });

  test('is the same as runAction: one key is one effect for both', async () => {
    const { integrationId } = on;

    const typed = await add(on, { title: 'Hello', tone: 'VERY_LOUD', idempotencyKey: 'key-1' });
    const untyped = await on.ask<{ runAction: { output: unknown } }>(RUN, {
      input: {
        integrationId,
        action: 'addNote',
        input: { title: 'Hello', tone: 'veryLoud' },
        idempotencyKey: 'key-1',
      },
    });
    const changed = await add(on, { title: 'Bye', idempotencyKey: 'key-1' });

    expect(typed.output?.id).toBe('note-1');
    expect(untyped.data?.runAction.output).toMatchObject({ id: 'note-1', tone: 'veryLoud' });
    expect(changed.userErrors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'idempotencyKey'] }]);
    expect(on.server.calls).toHaveLength(1);
  });

  test('has one effect when the same comes many times at once', async () => {
    const added = await Promise.all(
      Array.from({ length: 10 }, () => add(on, { title: 'Hello', idempotencyKey: 'key-2' })),
    );

    expect(new Set(added.map(({ output }) => output?.id))).toEqual(new Set(['note-1']));
  });

  test.each([
    ['an empty text', { title: '' }, ['input', 'title']],
    ['a text that is too long', { title: 'x'.repeat(500_000) }, ['input', 'title']],
    [
      'an item of a list',
      { title: 'a', lines: [{ text: 'a' }, { text: 'a', size: 0 }] },
      ['input', 'lines', '1', 'size'],
    ],
    ['too many items', { title: 'a', lines: Array.from({ length: 5000 }, () => ({ text: 'a' })) }, ['input', 'lines']],
    [
      'something deep in JSON',
      { title: 'a', blocks: [{ type: 'a' }, { kind: 'b' }] },
      ['input', 'blocks', '1', 'type'],
    ],
    ['a record of another shape', { title: 'a', labels: { a: 1 } }, ['input', 'labels', 'a']],
    ['a record that is none', { title: 'a', labels: 'team' }, ['input', 'labels']],
    ['an empty key', { title: 'a', idempotencyKey: '' }, ['input', 'idempotencyKey']],
  ])('names the place of %s', async (_what, input, field) => {
    const { output, userErrors } = await add(on, input);

    expect({ output, userErrors }).toMatchObject({ output: null, userErrors: [{ code: 'BAD_INPUT', field }] });
    expect(userErrors[0]?.message.length).toBeLessThan(1000);
    expect(on.server.calls).toEqual([]);
  });

  test.each([
    ['no title', {}],
    ['a number for a text', { title: 7 }],
    ['a member that is none', { title: 'a', tone: 'LOUD' }],
    ['the member in the words of the provider', { title: 'a', tone: 'veryLoud' }],
    ['a field that is none', { title: 'a', colour: 'red' }],
    ['a number past what Int holds', { title: 'a', lines: [{ text: 'a', size: 3_000_000_000 }] }],
    ['a moment that is none', { title: 'a', remindAt: 'tomorrow' }],
    ['an address that is none', { title: 'a', link: 'example' }],
  ])('is refused by GraphQL itself with %s', async (_what, input) => {
    const { errors } = await on.ask(ADD, { input: { integrationId: on.integrationId, ...input } });

    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(on.server.calls).toEqual([]);
  });

  test("does not find another's account, and says nothing else than of none", async () => {
    const foreign = await add(on, { title: 'Hello' }, { tenant: 'acme', user: 'bob' });
    const elsewhere = await add(on, { title: 'Hello' }, { tenant: 'globex' });
    const none = await add(on, { title: 'Hello', integrationId: newId('int') });
    const byBoss = await add(on, { title: '' }, boss);

    expect(none.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'integrationId'] }]);
    expect([foreign, elsewhere]).toEqual([none, none]);
    expect(byBoss.userErrors).toMatchObject([{ field: ['input', 'title'] }]);
    expect(on.server.calls).toEqual([]);
  });

  test('says so where the account is of another provider', async () => {
    const { userErrors } = await add(on, { title: 'Hello', integrationId: on.openId });

    expect(userErrors).toMatchObject([
      {
        code: 'BAD_INPUT',
        message: 'This account is linked at Open Notes. Give the integrationId of one at Acme Notes.',
        field: ['input', 'integrationId'],
      },
    ]);
    expect(on.server.calls).toEqual([]);
  });

  test.each([
    ['lacks what was promised', { id: 'note-1' }],
    ['holds something else', { id: 7, tone: null, addedAt: null, url: null, lines: [], raw: null }],
    ['is none of the members', { id: 'a', tone: 'shrill', addedAt: null, url: null, lines: [], raw: null }],
    ['holds a moment that is none', { id: 'a', tone: null, addedAt: 'soon', url: null, lines: [], raw: null }],
  ])('says that the provider broke its contract where its answer %s', async (_what, answer) => {
    on.server.behaviour.api = (_, response) => json(response, 200, answer);

    const { output, userErrors } = await add(on, { title: 'Hello' });

    expect(output).toBeNull();
    expect(userErrors).toMatchObject([
      {
        code: 'PROVIDER_CONTRACT_BROKEN',
        message: expect.stringContaining('Acme Notes answered in a form'),
        field: null,
      },
    ]);
  });

  test('gives what the answer has beside its types to nobody', async () => {
    const { integrationId } = on;

    const { data } = await on.ask<{ runAction: { output: object } }>(RUN, {
      input: { integrationId, action: 'addNote', input: { title: 'Hello' } },
    });

    expect(Object.keys(data?.runAction.output ?? {}).toSorted()).toEqual([
      'addedAt',
      'id',
      'lines',
      'raw',
      'tone',
      'url',
    ]);
  });

  test('says when to try again, and where to reconnect', async () => {
    await using own = await openNotesHub(database);
    own.server.behaviour.api = (_, response) => json(response, 429, {}, { 'retry-after': '3600' });
    const limited = await add(own, { title: 'Hello' });
    own.server.behaviour.api = (_, response) => json(response, 401, {});
    own.hub.advance(3_700_000);
    const refused = await add(own, { title: 'Hello' });

    expect(limited.userErrors).toMatchObject([
      { code: 'PROVIDER_RATE_LIMITED', retryable: true, retryAt: expect.any(String) },
    ]);
    expect(refused.userErrors).toMatchObject([
      { code: 'REAUTHORIZATION_REQUIRED', reconnectUrl: `${own.hub.url}/?reconnect=${own.integrationId}` },
    ]);
  });
});
