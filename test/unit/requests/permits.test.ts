import { expect, test } from 'vitest';
import type { ProviderDefinition, ProviderLimits } from '../../../src/providers/provider.js';
import { Permits, type Permit } from '../../../src/requests/permits/permits.js';
import { NoPermitInTime } from '../../../src/requests/permits/turn.js';

const NOTHING = { isRateLimited: false, retryAt: null, quota: null };

/** A clock that a wait moves on, and permits that tell when they were given. */
function openStage(limits: ProviderLimits) {
  const stage = { now: 0 };
  const wait = async (ms: number, signal: AbortSignal) => {
    await new Promise(setImmediate);
    signal.throwIfAborted();
    stage.now += ms;
  };
  const permits = new Permits({ clock: () => stage.now, wait });
  const provider = { id: 'acme', limits } as ProviderDefinition;
  const given: [string, number][] = [];
  const take = async (
    name: string,
    terms: { as?: string; isUrgent?: boolean; maxWaitMs?: number; path?: string } = {},
  ) => {
    const permit = await permits.take({
      integrationId: terms.as ?? 'ada',
      provider,
      request: { method: 'GET', url: new URL(terms.path ?? '/things', 'https://acme.example') },
      isUrgent: terms.isUrgent ?? false,
      maxWaitMs: terms.maxWaitMs ?? 600_000,
      signal: new AbortController().signal,
    });
    given.push([name, stage.now]);
    return permit;
  };
  const many = (count: number, name: string, terms: Parameters<typeof take>[1] = {}): Promise<Permit>[] =>
    Array.from({ length: count }, () => take(name, terms));
  return { stage, permits, provider, given, take, many };
}

const names = (given: readonly [string, number][]) => given.map(([name]) => name).join('');

test('gives as many as the limit at once, and the rest as the window moves on', async () => {
  const { many, given } = openStage({ integration: { requests: 2, perMs: 1_000 } });

  await Promise.all(many(5, 'a'));

  expect(given.map(([, at]) => at)).toEqual([0, 0, 1_000, 1_000, 2_000]);
});

test('gives each integration its own', async () => {
  const { many, take, given } = openStage({ integration: { requests: 1, perMs: 1_000 } });

  await Promise.all([...many(3, 'a', { as: 'ada' }), take('b', { as: 'bob' })]);

  expect(given).toContainEqual(['b', 0]);
});

test('lets integrations take turns at what they share, so that who asks for much waits behind itself', async () => {
  const { many, given } = openStage({
    integration: { requests: 100, perMs: 1_000 },
    app: { requests: 1, perMs: 1_000 },
  });

  await Promise.all([...many(6, 'a', { as: 'ada' }), ...many(2, 'b', { as: 'bob' })]);

  expect(names(given)).toBe('ababaaaa');
});

test('lets a person go before what runs in the background, also of another integration', async () => {
  const { many, take, given } = openStage({
    integration: { requests: 100, perMs: 1_000 },
    app: { requests: 1, perMs: 1_000 },
  });

  await Promise.all([
    ...many(3, 'a', { as: 'ada' }),
    take('B', { as: 'bob', isUrgent: true }),
    take('A', { as: 'ada', isUrgent: true }),
  ]);

  expect(names(given)).toBe('ABaaa');
});

test('counts classes of endpoints apart', async () => {
  const { many, given } = openStage({
    integration: { requests: 1, perMs: 1_000 },
    classOf: ({ url }) => (url.pathname === '/lists' ? { name: 'lists', limit: { requests: 2, perMs: 60_000 } } : null),
  });

  await Promise.all([...many(3, 'l', { path: '/lists' }), ...many(2, 't')]);

  const timesOf = (name: string) => given.filter(([one]) => one === name).map(([, at]) => at);
  expect(timesOf('l')).toEqual([0, 0, 60_000]);
  expect(timesOf('t')).toEqual([0, 1_000]);
});

test('says at once when a turn would come too late, and when it would', async () => {
  const { many, take } = openStage({ integration: { requests: 2, perMs: 10_000 } });
  await Promise.all(many(2, 'a'));
  const waiting = take('a');

  const tooLate = await take('b', { maxWaitMs: 5_000 }).catch((error: unknown) => error);

  expect(tooLate).toBeInstanceOf(NoPermitInTime);
  expect(tooLate).toMatchObject({ freeAt: 10_000 });
  await waiting;
});

test('turns away who has waited long enough when the provider asks for more rest', async () => {
  const { take } = openStage({ integration: { requests: 1, perMs: 1_000 } });
  const first = await take('a');
  const second = take('b', { maxWaitMs: 5_000 }).catch((error: unknown) => error);

  first.settle({ isRateLimited: true, retryAt: 30_000, quota: null });

  expect(await second).toMatchObject({ name: 'NoPermitInTime', freeAt: 30_000 });
});

test('lets nobody of the integration call before the provider allows it', async () => {
  const { take, given } = openStage({ integration: { requests: 100, perMs: 1_000 } });
  const first = await take('a');
  first.settle({ isRateLimited: true, retryAt: 30_000, quota: null });

  await Promise.all([take('a'), take('b', { as: 'bob' })]);

  expect(given).toEqual([
    ['a', 0],
    ['b', 0],
    ['a', 30_000],
  ]);
});

test('rests longer with each refusal that does not say for how long, and not at all after a good answer', async () => {
  const { take, given } = openStage({ integration: { requests: 100, perMs: 1 } });
  const refused = { isRateLimited: true, retryAt: null, quota: null };

  for (const result of [refused, refused, refused, NOTHING, refused]) (await take('a')).settle(result);
  await take('a');

  expect(given.map(([, at]) => at)).toEqual([0, 1_000, 3_000, 7_000, 7_000, 8_000]);
});

test('stops before the provider has to refuse, where it says how many calls are left', async () => {
  const { take, many, given } = openStage({ integration: { requests: 100, perMs: 1_000 } });
  const first = await take('a');
  first.settle({ ...NOTHING, quota: { limit: 10, remaining: 2, resetsAt: 50_000 } });

  await Promise.all(many(3, 'a'));

  expect(given.map(([, at]) => at)).toEqual([0, 0, 0, 50_000]);
});

test('counts what was sent after the call whose answer tells, and heeds no answer that was overtaken', async () => {
  const { many, take, given } = openStage({ integration: { requests: 100, perMs: 1_000 } });
  const [first, second, third] = (await Promise.all(many(3, 'a'))) as [Permit, Permit, Permit];
  second.settle({ ...NOTHING, quota: { limit: 10, remaining: 1, resetsAt: 50_000 } });
  first.settle({ ...NOTHING, quota: { limit: 10, remaining: 9, resetsAt: 50_000 } });

  const fourth = take('b');
  third.settle(null);
  await fourth;

  expect(given.at(-1)).toEqual(['b', 50_000]);
});

test('holds back what would only wait at the provider', async () => {
  const { many, take, given, permits } = openStage({ integration: { requests: 1_000, perMs: 1_000 } });
  const [first] = (await Promise.all(many(50, 'a'))) as [Permit];

  const next = take('b');
  await new Promise(setImmediate);
  expect(permits.waitingOf('ada')).toBe(1);
  first.settle(NOTHING);
  await next;

  expect(names(given)).toBe(`${'a'.repeat(50)}b`);
  expect(permits.waitingOf('ada')).toBe(0);
});

test('forgets a call that is given up', async () => {
  const { permits, provider, take } = openStage({ integration: { requests: 1, perMs: 1_000 } });
  await take('a');
  const controller = new AbortController();
  const waiting = permits.take({
    integrationId: 'ada',
    provider,
    request: { method: 'GET', url: new URL('https://acme.example') },
    isUrgent: false,
    maxWaitMs: 60_000,
    signal: controller.signal,
  });

  controller.abort(new Error('never mind'));

  await expect(waiting).rejects.toThrow('never mind');
  expect(permits.waitingOf('ada')).toBe(0);
});

test('lets no integration fill the memory', async () => {
  const { many, take, permits } = openStage({ integration: { requests: 1, perMs: 600_000 } });
  await take('a');
  const waiting = many(1_000, 'a', { maxWaitMs: Number.MAX_SAFE_INTEGER }).map((one) => one.catch(() => undefined));

  await expect(take('b', { maxWaitMs: Number.MAX_SAFE_INTEGER })).rejects.toBeInstanceOf(NoPermitInTime);

  expect(permits.waitingOf('ada')).toBe(1_000);
  expect(waiting).toHaveLength(1_000);
});
