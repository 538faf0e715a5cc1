import { describe, expect, test } from 'vitest';
import { isRecent } from '../../../../src/platform/signatures/signed-time.js';
import { BODY, NOW, REFUSED, signedBy, withHeader } from './delivery.js';
import { senders } from './senders.js';

const SECONDS = Math.floor(NOW / 1000);

const timed = senders.flatMap((sender) => (sender.time ? [{ ...sender, time: sender.time }] : []));

describe.each(timed)('$scheme.name holds to five minutes:', (sender) => {
  const { scheme, key, time } = sender;

  test.each([-300, -299, -1, 0, 1, 299, 300])('takes what was signed at %i s', async (offset) => {
    const delivery = await signedBy(sender, BODY, SECONDS + offset);

    expect(await scheme.verify(delivery, [key], NOW)).toEqual({ verified: true, key });
  });

  test.each([-86_400, -301, 301, 86_400])('refuses what was signed at %i s', async (offset) => {
    const delivery = await signedBy(sender, BODY, SECONDS + offset);

    expect(await scheme.verify(delivery, [key], NOW)).toEqual(REFUSED);
  });

  test('counts whole seconds, as the vendors do', async () => {
    const delivery = await signedBy(sender);
    const firstBad = (SECONDS + 301) * 1000;

    expect(await scheme.verify(delivery, [key], firstBad - 1)).toEqual({ verified: true, key });
    expect(await scheme.verify(delivery, [key], firstBad)).toEqual(REFUSED);
  });

  test('refuses an old signature under a new time', async () => {
    const old = await signedBy(sender, BODY, SECONDS - 301);
    const value = time.put(old.headers[time.header]?.[0] ?? '', String(SECONDS));

    expect(await scheme.verify(withHeader(old, time.header, value), [key], NOW)).toEqual(REFUSED);
  });

  test('refuses a good signature under another spelling of its time', async () => {
    const good = await signedBy(sender);
    const value = time.put(good.headers[time.header]?.[0] ?? '', `0${SECONDS}`);

    expect(await scheme.verify(withHeader(good, time.header, value), [key], NOW)).toEqual(REFUSED);
  });
});

describe('a signed time', () => {
  test.each([
    '',
    ' ',
    'abc',
    'NaN',
    'Infinity',
    '0x696889d0',
    '1.7684784e9',
    '1768478400.5',
    '-1768478400',
    '+1768478400',
    ' 1768478400',
    '1768478400\n',
    '1768478400,1768478400',
    '1768478400500',
    '１７６８４７８４００',
    '9'.repeat(1000),
  ])('%j is none', (text) => {
    expect(isRecent(text, NOW)).toBe(false);
  });

  test('is Unix seconds', () => {
    expect(isRecent('1768478400', NOW)).toBe(true);
  });
});
