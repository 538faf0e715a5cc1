import { describe, expect, test } from 'vitest';
import { NOW, REFUSED, signedBy } from './delivery.js';
import { senders } from './senders.js';

const signing = senders.filter(({ signsBody }) => signsBody);

describe.each(signing)('$scheme.name refuses a body', (sender) => {
  const { scheme, key } = sender;

  test.each<[string, (body: Buffer) => Buffer]>([
    ['with one bit changed at its start', (body) => changedAt(body, 0)],
    ['with one bit changed in its middle', (body) => changedAt(body, body.length >> 1)],
    ['with one bit changed at its end', (body) => changedAt(body, body.length - 1)],
    ['that was parsed and serialised again', (body) => Buffer.from(JSON.stringify(JSON.parse(body.toString())))],
    ['that was decoded and encoded as Latin-1', (body) => Buffer.from(body.toString(), 'latin1')],
    ['with a line break at its end', (body) => Buffer.concat([body, Buffer.from('\n')])],
    ['without its last byte', (body) => body.subarray(0, -1)],
    ['that comes twice', (body) => Buffer.concat([body, body])],
    ['that is empty', () => Buffer.alloc(0)],
    ['of another delivery', () => Buffer.from('{}')],
  ])('%s', async (_, change) => {
    const good = await signedBy(sender);
    const body = change(good.body);
    expect(body.equals(good.body)).toBe(false);

    expect(await scheme.verify({ ...good, body }, [key], NOW)).toEqual(REFUSED);
  });

  test('that was signed empty', async () => {
    const empty = await signedBy(sender, '');

    expect(await scheme.verify({ ...empty, body: Buffer.from('0') }, [key], NOW)).toEqual(REFUSED);
  });
});

/** @param at Index of the byte in which one bit is turned. */
function changedAt(body: Buffer, at: number): Buffer {
  const changed = Buffer.from(body);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
