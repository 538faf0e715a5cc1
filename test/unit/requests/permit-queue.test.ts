import { expect, test } from 'vitest';
import { NoPermitInTime, PermitQueue } from '../../../src/requests/permit-queue.js';

/** A queue of two permits a second whose time passes only when the test lets it. */
function openQueue() {
  const stage = { now: 10_000, waits: [] as { until: number; release: () => void }[] };
  const wait = (ms: number, signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => reject(signal.reason));
    stage.waits.push({ until: stage.now + ms, release: resolve });
    return promise;
  };
  const queue = new PermitQueue({ requests: 2, perMs: 1000 }, () => stage.now, wait);
  const passTo = async (at: number) => {
    stage.now = at;
    for (const due of stage.waits.filter(({ until }) => until <= at)) due.release();
    stage.waits = stage.waits.filter(({ until }) => until > at);
    await new Promise(setImmediate);
  };
  return { queue, passTo };
}

const { signal: never } = new AbortController();

test('gives no more than the limit in any stretch of its length', async () => {
  const { queue, passTo } = openQueue();
  const order: number[] = [];
  const all = [1, 2, 3, 4, 5].map((n) => queue.take(never, 60_000).then(() => order.push(n)));

  await passTo(10_999);
  const first = [...order];
  await passTo(11_000);
  const second = [...order];
  await passTo(12_000);
  await Promise.all(all);

  expect(first).toEqual([1, 2]);
  expect(second).toEqual([1, 2, 3, 4]);
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test('refuses at once who would wait too long, and says when its turn would have come', async () => {
  const { queue } = openQueue();
  await Promise.all([queue.take(never, 0), queue.take(never, 0)]);
  const third = queue.take(never, 2_000);
  third.catch(() => undefined);

  const refusal = await queue.take(never, 500).catch((error: unknown) => error);

  expect(refusal).toBeInstanceOf(NoPermitInTime);
  expect((refusal as NoPermitInTime).freeAt).toBe(11_000);
});

test('lets who is aborted leave the queue, and counts who waits', async () => {
  const { queue, passTo } = openQueue();
  const controller = new AbortController();
  await Promise.all([queue.take(never, 0), queue.take(never, 0)]);
  const leaving = queue.take(controller.signal, 5_000);
  const staying = queue.take(never, 5_000);
  const before = queue.length;

  controller.abort(new Error('changed my mind'));
  await expect(leaving).rejects.toThrow('changed my mind');
  await passTo(11_000);
  await staying;

  expect(before).toBe(2);
  expect(queue.length).toBe(0);
});

test('holds everybody back while the provider asks for rest, and refuses who cannot wait that long', async () => {
  const { queue, passTo } = openQueue();
  await Promise.all([queue.take(never, 0), queue.take(never, 0)]);
  const patient = queue.take(never, 30_000);
  const hasty = queue.take(never, 3_000);
  hasty.catch(() => undefined);

  queue.pauseUntil(20_000);
  await passTo(11_000);

  await expect(hasty).rejects.toMatchObject({ freeAt: 20_000 });
  await passTo(20_000);
  await patient;
});

test('is idle once nothing it remembers matters', async () => {
  const { queue, passTo } = openQueue();
  const fresh = queue.isIdle;
  await queue.take(never, 0);
  const used = queue.isIdle;
  await passTo(11_000);

  expect([fresh, used, queue.isIdle]).toEqual([true, false, true]);
});
