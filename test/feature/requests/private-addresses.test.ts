import { expect, test } from 'vitest';
import { OutgoingHttp, type LookUp } from '../../../src/platform/http/outgoing-http.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { startProvider } from './provider-server.js';
import { openRequestStage } from './request-stage.js';

/** The test's servers are on 127.0.0.1, which stands for the public Internet here; 127.0.0.2 is private. */
const isPrivate = (address: string) => address !== '127.0.0.1';
const toAddresses =
  (...addresses: string[]): LookUp =>
  (_, __, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );

describeEachDatabase((database) => {
  test.each(['http://127.0.0.2', 'http://10.0.0.1', 'http://[::1]', 'http://169.254.169.254'])(
    'follows no redirect to %s',
    async (address) => {
      await using on = await openRequestStage(database, { http: { allowPrivate: false, isPrivate } });
      on.server.behaviour.api = (_, response) => void response.writeHead(302, { location: `${address}/secrets` }).end();

      await expect(on.fetch('things')).rejects.toMatchObject({
        code: 'PROVIDER_CONTRACT_BROKEN',
        message: expect.stringContaining('inside a private network'),
      });

      expect(await on.rows()).toMatchObject([
        { statusCode: 0, error: expect.stringContaining('inside a private network') },
      ]);
    },
  );

  test('follows no redirect to a name that leads into a private network', async () => {
    const lookUp = toAddresses('10.0.0.1', '192.168.0.1');
    await using on = await openRequestStage(database, { http: { allowPrivate: false, isPrivate, lookUp } });
    on.server.behaviour.api = (_, response) => void response.writeHead(302, { location: 'http://rebound.test' }).end();

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'PROVIDER_CONTRACT_BROKEN' });
  });
});

test('connects to the very address that was checked, however the name changes', async () => {
  await using server = await startProvider();
  const answers = [['127.0.0.1', '10.0.0.1'], ['10.0.0.1']];
  const asked: string[] = [];
  const lookUp: LookUp = (name, options, done) => {
    asked.push(name);
    toAddresses(...(answers.shift() ?? []))(name, options, done);
  };
  const http = new OutgoingHttp({ allowPrivate: false, isPrivate, lookUp });
  const url = new URL(server.url.replace('127.0.0.1', 'rebound.test'));

  const first = await http.fetch(url);
  await http.close();
  const again = new OutgoingHttp({ allowPrivate: false, isPrivate, lookUp });

  expect(await first.json()).toEqual({ ok: true });
  await expect(again.fetch(url)).rejects.toMatchObject({ cause: { name: 'PrivateAddressError' } });
  expect(server.calls).toHaveLength(1);
  expect(asked).toEqual(['rebound.test', 'rebound.test']);
  await again.close();
});

test('goes to private addresses where that is allowed', async () => {
  await using server = await startProvider();
  const http = new OutgoingHttp({ allowPrivate: true });

  const answer = await http.fetch(server.url);

  expect(await answer.json()).toEqual({ ok: true });
  await http.close();
});
