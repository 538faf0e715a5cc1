import { expect, test } from 'vitest';
import { Flood } from '../../../src/webhooks/flood.js';

test('holds nothing up where events come one by one', async () => {
  const { flood, waited } = floodAt();
  flood.note(1);

  await flood.calm();

  expect(waited()).toBe(0);
});

test('holds work up until a burst is over, and no longer', async () => {
  const { flood, waited, whileWaiting } = floodAt();
  flood.note(64);
  whileWaiting((ms) => ms <= 75 && flood.note(64));

  await flood.calm();

  expect(waited()).toBe(125);
});

test('lets some work be done in a burst that does not end, and more once it lasts', async () => {
  const { flood, waited, whileWaiting, advance } = floodAt();
  flood.note(64);
  whileWaiting(() => flood.note(64));

  await flood.calm();
  const early = waited();
  for (let ms = 0; ms < 10_000; ms += 25) advance(25);
  await flood.calm();

  expect(early).toBe(250);
  expect(waited() - early).toBe(25);
});

/** At a clock that moves by what is waited. */
function floodAt() {
  let now = 1_000;
  let waited = 0;
  let meanwhile: (waitedMs: number) => unknown = () => undefined;
  const advance = (ms: number) => {
    now += ms;
    meanwhile(waited);
  };
  const wait = (ms: number) => {
    waited += ms;
    advance(ms);
    return Promise.resolve();
  };
  return {
    flood: new Flood(() => now, wait),
    waited: () => waited,
    advance,
    whileWaiting: (run: (waitedMs: number) => unknown) => (meanwhile = run),
  };
}
