import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { github } from '../../../src/providers/github/github.provider.js';
import type { Delivery } from '../../../src/platform/signatures/signature-scheme.js';
import { WebhookUnreadable, type WebhookChange, type WebhookDefinition } from '../../../src/providers/provider.js';
import { modelOf } from '../../kit/read-model.js';

const webhook = github.webhook as WebhookDefinition;
const NOW = Date.UTC(2026, 0, 5, 8);
const ACCOUNT = '583231';

type Headers = Record<string, string>;

const deliveryOf = (body: unknown, headers: Headers): Delivery => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  body: Buffer.from(JSON.stringify(body)),
  url: 'https://hub.example/webhooks/github',
});

const read = (body: unknown, headers: Headers) => webhook.read(deliveryOf(body, headers));

async function changesOf(body: unknown, headers: Headers, externalId: string | null = ACCOUNT) {
  const changes: WebhookChange[] = [];
  const delivery = deliveryOf(body, headers);
  const found = webhook.changes({
    event: { type: '', headers: delivery.headers, body: delivery.body, receivedAt: NOW },
    account: { externalId },
    api: () => Promise.reject(new Error('No event needs the API.')),
    signal: new AbortController().signal,
  });
  for await (const change of found) changes.push(change);
  return changes;
}

const sample = (type: string, now = NOW) => {
  const made = webhook.samples?.[type]?.({ account: ACCOUNT, now });
  if (made === undefined) throw new Error(`no sample ${type}`);
  return { body: made.body as Record<string, unknown>, headers: made.headers ?? {} };
};

/** What is stored in the end, by the rule that what is older than the stored state is left out. */
const stored = new Map<string, { version: number; title: string | null }>();

function store(change: WebhookChange): void {
  if (!('model' in change) || 'poll' in change) return;
  const model = modelOf(github, change.model);
  const states = [
    ...(change.records ?? []).map((raw) => {
      const data = model.record.parse(raw) as { title: string };
      return {
        id: model.idOf(data),
        version: change.version ?? model.versionOf?.(data, { readAt: NOW }) ?? 0,
        title: data.title,
      };
    }),
    ...(change.deleted ?? []).map(({ externalId, version }) => ({ id: externalId, version, title: null })),
  ];
  for (const { id, ...state } of states) {
    if (state.version >= (stored.get(id)?.version ?? 0)) stored.set(id, state);
  }
}

interface Example {
  name: string;
  index: number;
  body: Record<string, unknown>;
}

/** Payloads that GitHub's own documentation and tests are made of. */
const definitions = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  name: string;
  examples: Record<string, unknown>[];
}[];
const payloads: Example[] = definitions.flatMap(({ name, examples }) =>
  examples.map((body, index) => ({ name, index, body })),
);

describe("GitHub's own examples", () => {
  test('are many', () => {
    expect(payloads.length).toBeGreaterThan(300);
  });

  test.each(payloads)('are all read and understood: $name $index', async ({ name, body }) => {
    const reading = read(body, { 'x-github-event': name, 'x-github-delivery': 'a-guid' });
    const changes = await changesOf(body, { 'x-github-event': name });

    const { action } = body as { action?: string };
    expect(reading).toMatchObject(
      name === 'ping' ? { kind: 'ANSWER' } : { id: 'a-guid', type: action === undefined ? name : `${name}.${action}` },
    );
    const records = changes.flatMap((change) => ('records' in change ? (change.records ?? []) : []));
    expect(records.every((record) => modelOf(github, 'GitHubIssue').record.safeParse(record).success)).toBe(true);
  });

  test('change issues and repositories only where they speak of them', async () => {
    const changing = new Set<string>();
    for (const { name, body } of payloads) {
      if ((await changesOf(body, { 'x-github-event': name })).length > 0) changing.add(name);
    }

    expect([...changing].toSorted()).toEqual(['issue_comment', 'issues', 'push', 'repository', 'star']);
  });
});

test.each(['constructor', '__proto__', 'something_new'])('an event %s changes nothing', async (name) => {
  expect(await changesOf({ action: 'deleted' }, { 'x-github-event': name })).toEqual([]);
});

describe('an issue', () => {
  const events = ['issues.opened', 'issues.edited', 'issues.deleted'] as const;
  const orders = events.flatMap((first) =>
    events
      .filter((one) => one !== first)
      .map((second) => [first, second, events.find((one) => one !== first && one !== second)]),
  );

  test.each(orders)('ends deleted after %s, %s, %s', async (...order) => {
    stored.clear();
    const times = { 'issues.opened': NOW, 'issues.edited': NOW + 60_000, 'issues.deleted': NOW + 60_000 };

    for (const type of order) {
      if (type === undefined) continue;
      const { body, headers } = sample(type, times[type]);
      for (const change of await changesOf(body, headers)) store(change);
    }

    expect([...stored.values()]).toEqual([{ version: NOW + 60_001, title: null }]);
  });

  test.each([
    ['in order', ['issues.opened', 'issues.edited']],
    ['the other way round', ['issues.edited', 'issues.opened']],
  ])('keeps its last state where events come %s', async (_, order) => {
    stored.clear();

    for (const type of order) {
      const { body, headers } = sample(type, type === 'issues.edited' ? NOW + 60_000 : NOW);
      for (const change of await changesOf(body, headers)) store(change);
    }

    expect([...stored.values()]).toMatchObject([{ title: 'Spelling errors in the README' }]);
  });

  test('goes with its transfer to another repository', async () => {
    const { body, headers } = sample('issues.edited');

    const changes = await changesOf({ ...body, action: 'transferred' }, headers);

    expect(changes).toEqual([{ model: 'GitHubIssue', deleted: [{ externalId: '444500041', version: NOW + 1 }] }]);
  });

  test('is told of by its comments, and not deleted with one', async () => {
    const { body } = sample('issues.edited');
    const comment = { ...body, action: 'deleted', comment: { id: 1 } };

    const changes = await changesOf(comment, { 'x-github-event': 'issue_comment' });

    expect(changes).toMatchObject([{ model: 'GitHubIssue', records: [{ id: 444500041 }] }]);
    expect(await changesOf(comment, { 'x-github-event': 'issues' })).toEqual([]);
  });

  test('is none where it is a pull request', async () => {
    const { body } = sample('issues.edited');
    const issue = { ...(body['issue'] as object), pull_request: { url: 'https://api.github.com/…' } };

    expect(await changesOf({ ...body, issue, comment: {} }, { 'x-github-event': 'issue_comment' })).toEqual([]);
  });
});

describe('a repository', () => {
  test('is asked for after a push', async () => {
    const { body, headers } = sample('push');

    expect(await changesOf(body, headers)).toEqual([{ model: 'GitHubRepository', poll: true }]);
  });

  test('goes with its issues where it is deleted', async () => {
    const { body, headers } = sample('repository.deleted');

    expect(await changesOf(body, headers)).toEqual([
      { model: 'GitHubRepository', deleted: [{ externalId: '1296269', version: NOW + 1 }] },
      { model: 'GitHubIssue', poll: true },
    ]);
  });

  test.each([
    ['renamed', ['GitHubRepository', 'GitHubIssue']],
    ['transferred', ['GitHubRepository', 'GitHubIssue']],
    ['privatized', ['GitHubRepository']],
    ['edited', ['GitHubRepository']],
  ])('that is %s is asked for', async (action, models) => {
    const { body, headers } = sample('repository.deleted');

    const changes = await changesOf({ ...body, action }, headers);

    expect(changes).toEqual(models.map((model) => ({ model, poll: true })));
  });

  // The name of the event is in a header, which no signature covers.
  test.each(payloads.filter(({ name, body }) => name !== 'repository' && body['action'] === 'deleted'))(
    'is not deleted by the signed body of $name under its name',
    async ({ body }) => {
      const changes = await changesOf(body, { 'x-github-event': 'repository' });

      expect(changes).toEqual([{ model: 'GitHubRepository', poll: true }]);
    },
  );
});

describe('a grant that was taken back', () => {
  const body = { action: 'revoked', sender: { id: Number(ACCOUNT), login: 'octocat' } };
  const headers = { 'x-github-event': 'github_app_authorization' };

  test('unlinks the account that took it back, and no other', async () => {
    expect(read(body, headers)).toMatchObject({ accounts: [ACCOUNT] });
    expect(await changesOf(body, headers)).toEqual([{ unlinked: true }]);
    expect(await changesOf(body, headers, '1')).toEqual([]);
  });
});

describe('a delivery', () => {
  const opened = { action: 'opened', repository: { owner: { id: 7 } }, sender: { id: 9 } };
  const issues = { 'x-github-event': 'issues' };

  test('is for the owner of the repository, not for whoever acted', () => {
    expect(read(opened, issues)).toMatchObject({ accounts: ['7'] });
  });

  test('about an installation is for its account, about neither for nobody', () => {
    const installation = { id: 2, account: { id: 8 } };

    expect(read({ action: 'created', installation }, { 'x-github-event': 'installation' })).toMatchObject({
      accounts: ['8'],
    });
    expect(read({ action: 'created' }, { 'x-github-event': 'sponsorship' })).toMatchObject({ accounts: [] });
  });

  test('has an id of its own at each hook', () => {
    const reading = read(opened, { ...issues, 'x-github-delivery': 'a-guid', 'x-github-hook-id': '501' });

    expect(reading).toMatchObject({ id: '501/a-guid' });
    expect(read(opened, issues)).toMatchObject({ id: null });
  });

  test('is answered where it only asks whether somebody is there', () => {
    expect(read({ zen: 'Design for failure.' }, { 'x-github-event': 'ping' })).toEqual({
      kind: 'ANSWER',
      body: 'pong',
      contentType: 'text/plain',
    });
  });

  test.each([
    ['names no event', {}, { action: 'opened' }],
    ['names what can be no event', { 'x-github-event': 'no such thing' }, {}],
    ['holds no object', issues, 'text'],
  ])('that %s is refused', (_, headers, content) => {
    expect(() => read(content, headers as Headers)).toThrow(WebhookUnreadable);
  });

  test('sent as a form is refused with what to do about it', () => {
    const delivery = { ...deliveryOf({}, issues), body: Buffer.from('payload=%7B%7D') };

    expect(() => webhook.read(delivery)).toThrow(/application\/json/);
  });

  test.each(Object.keys(webhook.samples ?? {}))('as the sample %s is signed, read and named so', async (type) => {
    const { body, headers } = sample(type);
    const key = { secret: 'a-secret' };
    const plain = deliveryOf(body, headers);
    const { url } = plain;
    const signed = webhook.scheme.sign?.({ body: plain.body, key, id: 'a-guid', now: NOW, url }) ?? {};
    const delivery = deliveryOf(body, { ...headers, ...signed });

    expect(await webhook.scheme.verify(delivery, [key], NOW)).toMatchObject({ verified: true });
    expect(webhook.read(delivery)).toMatchObject({ kind: 'EVENT', id: 'a-guid', type });
  });
});
