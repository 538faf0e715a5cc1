import { randomBytes } from 'node:crypto';
import { CompactEncrypt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { Sealer, type SealingKey } from '../../../../src/platform/sealing/sealer.js';

const PLACE = 'integration.sealed_credentials:int_1';

describe('sealing', () => {
  test('opens what it sealed', async () => {
    const sealer = new Sealer([newKey('a')]);

    const sealed = await sealer.seal(PLACE, 'the täken 🔑');

    expect(await sealer.open(PLACE, sealed)).toBe('the täken 🔑');
  });

  test('writes the key id and the place beside, and nothing of the content', async () => {
    const sealer = new Sealer([newKey('a')]);

    const sealed = await sealer.seal(PLACE, 'hush-hush');

    expect(decodeProtectedHeader(sealed)).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'a', place: PLACE });
    expect(Buffer.from(sealed.split('.').join(''), 'base64url').toString('latin1')).not.toContain('hush-hush');
  });

  test.each(['a', 'ab', 'abc', 'abcd', 'a"', 'ä🔑'])('knows by its beginning what the key "%s" sealed', async (id) => {
    const other = newKey('a"b');
    const sealer = new Sealer([newKey(id), other]);

    const [own, others] = sealer.beginnings;

    for (const place of ['', 'x', PLACE]) {
      const sealed = await sealer.seal(place, 'x');
      expect(sealed.startsWith(own!.beginning)).toBe(true);
      expect(sealed.startsWith(others!.beginning)).toBe(false);
      expect((await new Sealer([other]).seal(place, 'x')).startsWith(own!.beginning)).toBe(false);
    }
  });

  test('seals the same text differently each time', async () => {
    const sealer = new Sealer([newKey('a')]);

    expect(await sealer.seal(PLACE, 'x')).not.toBe(await sealer.seal(PLACE, 'x'));
  });

  test('seals with the first key and opens with every key', async () => {
    const [old, young] = [newKey('old'), newKey('young')];
    const sealed = await new Sealer([old]).seal(PLACE, 'x');
    const sealer = new Sealer([young, old]);

    expect(await sealer.open(PLACE, sealed)).toBe('x');
    expect(decodeProtectedHeader(await sealer.seal(PLACE, 'x'))).toMatchObject({ kid: 'young' });
  });

  test('does not open what was moved to another row or column', async () => {
    const sealer = new Sealer([newKey('a')]);
    const sealed = await sealer.seal(PLACE, 'x');

    await expect(sealer.open('integration.sealed_credentials:int_2', sealed)).rejects.toThrow(
      /sealed for another place/,
    );
  });

  test('does not open what was moved with its header rewritten', async () => {
    const sealer = new Sealer([newKey('a')]);
    const [header = '', ...rest] = (await sealer.seal(PLACE, 'x')).split('.');
    const rewritten = Buffer.from(Buffer.from(header, 'base64url').toString().replace('int_1', 'int_2')).toString(
      'base64url',
    );

    const moved = [rewritten, ...rest].join('.');

    await expect(sealer.open('integration.sealed_credentials:int_2', moved)).rejects.toThrow(
      /changed after it was sealed/,
    );
  });

  test('names the key that is missing', async () => {
    const sealed = await new Sealer([newKey('gone')]).seal(PLACE, 'x');

    await expect(new Sealer([newKey('here')]).open(PLACE, sealed)).rejects.toThrow(
      /"gone", which the hub was not given/,
    );
  });

  test('does not open with another key of the same id', async () => {
    const sealed = await new Sealer([newKey('a')]).seal(PLACE, 'x');

    await expect(new Sealer([newKey('a')]).open(PLACE, sealed)).rejects.toThrow(/another key of the same id/);
  });

  test('takes no other algorithm', async () => {
    const key = { id: 'a', key: randomBytes(32) };
    const weak = await new CompactEncrypt(new TextEncoder().encode('x'))
      .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM', kid: 'a', place: PLACE })
      .encrypt(key.key);

    await expect(new Sealer([key]).open(PLACE, weak)).rejects.toThrow(/changed after it was sealed/);
  });

  test.each(['', 'plain text', 'a.b.c.d.e', '{"accessToken":"t0ken"}'])(
    'says that %j is not sealed, without repeating it',
    async (text) => {
      const sealer = new Sealer([newKey('a')]);

      const error = await sealer.open(PLACE, text).catch((thrown: Error) => thrown);

      expect(error).toMatchObject({ name: 'SealError' });
      expect(String(error)).not.toContain('t0ken');
    },
  );

  test('wants a key of 32 bytes', () => {
    expect(() => new Sealer([])).toThrow(/at least one encryption key/);
    expect(() => new Sealer([{ id: 'a', key: randomBytes(16) }])).toThrow(/"a" does not have 32 bytes/);
  });
});

function newKey(id: string): SealingKey {
  return { id, key: new Uint8Array(randomBytes(32)) };
}
