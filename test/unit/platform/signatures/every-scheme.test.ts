import { describe, expect, test } from 'vitest';
import { NOW, REFUSED, signedBy, withHeader } from './delivery.js';
import { senders } from './senders.js';

describe.each(senders)('$scheme.name takes', (sender) => {
  const { scheme, key, otherKeys } = sender;
  const [second, third] = otherKeys;

  test('what the vendor signed', async () => {
    expect(await scheme.verify(await signedBy(sender), [key], NOW)).toEqual({ verified: true, key });
  });

  test('an empty body', async () => {
    expect(await scheme.verify(await signedBy(sender, ''), [key], NOW)).toEqual({ verified: true, key });
  });

  test.each([
    ['first', [key, second, third]],
    ['second', [second, key, third]],
    ['last', [second, third, key]],
  ])('the %s of several active keys, and says which', async (_, keys) => {
    const verdict = await scheme.verify(await signedBy(sender), keys, NOW);

    expect(verdict.verified && verdict.key).toBe(key);
  });
});

describe.each(senders)('$scheme.name refuses', (sender) => {
  const { scheme, key, otherKeys, proof } = sender;

  test('everything without a key', async () => {
    expect(await scheme.verify(await signedBy(sender), [], NOW)).toEqual(REFUSED);
  });

  test('other keys', async () => {
    expect(await scheme.verify(await signedBy(sender), otherKeys, NOW)).toEqual(REFUSED);
  });

  test('a delivery without any header', async () => {
    expect(await scheme.verify({ ...(await signedBy(sender)), headers: {} }, [key], NOW)).toEqual(REFUSED);
  });

  test.each<[string, (value: string) => string[]]>([
    ['missing', () => []],
    ['empty', () => ['']],
    ['doubled', (value) => [value, value]],
    ['doubled by an empty one', (value) => [value, '']],
    ['doubled by another before it', (value) => ['x', value]],
  ])('each header that it reads where it is %s', async (_, change) => {
    const good = await signedBy(sender);
    for (const [name, [value = ''] = []] of Object.entries(good.headers)) {
      expect(await scheme.verify(withHeader(good, name, ...change(value)), [key], NOW), name).toEqual(REFUSED);
    }
  });

  test.each<[string, (good: string) => string]>([
    ['shorter by one', (good) => good.slice(0, -1)],
    ['cut in half', (good) => good.slice(0, good.length / 2)],
    ['longer by one', (good) => `${good}A`],
    ['longer by a hundred', (good) => good + 'A'.repeat(100)],
    ['in upper case', (good) => good.toUpperCase()],
    ['another at its first character', (good) => `~${good.slice(1)}`],
    ['another at its last character', (good) => good.replace(/[^=](?==*$)/, (last) => otherThan(last, good))],
    ['after a byte order mark', (good) => `\u{feff}${good}`],
    ['before a NUL', (good) => `${good}\0`],
    ['with an umlaut', (good) => good.replace(/.$/, 'ü')],
    ['an emoji', () => '🔑'],
    ['half an emoji', () => '\ud83d'],
    ['spaces', () => '   '],
    ['commas and equals signs', () => ',=,==,v1=,t=,v1,,v1a,=, ,'],
    ['odd base64', () => 'v1,= v1,=== v1,a v1a,= v1a,a v1a,**** v1a v1'],
    ['a megabyte', () => 'a'.repeat(1_000_000)],
    ['a megabyte of separators', () => ',t=v1, '.repeat(150_000)],
  ])('a proof that is %s', async (_, change) => {
    const good = await signedBy(sender);
    const value = good.headers[proof]?.[0] ?? '';
    const bad = change(value);
    expect(bad).not.toBe(value);

    expect(await scheme.verify(withHeader(good, proof, bad), [key], NOW)).toEqual(REFUSED);
  });

  test('without telling a secret or the proof in its reason', async () => {
    const good = await signedBy(sender);
    const verdict = await scheme.verify(good, otherKeys, NOW);

    const reason = verdict.verified ? '' : verdict.reason;
    expect(reason).not.toBe('');
    for (const { secret } of otherKeys) expect(reason).not.toContain(secret);
    expect(reason).not.toContain(good.headers[proof]?.[0]);
  });
});

/** Of a JWT's last character only the two highest bits count: RS256 signs in 256 bytes. */
function otherThan(last: string, proof: string): string {
  if (proof.split('.').length === 3) return /[A-P]/.test(last) ? 'w' : 'A';
  return last === '0' ? '1' : '0';
}
