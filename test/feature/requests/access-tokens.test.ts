import { expect, test } from 'vitest';
import { fromJson } from '../../../src/platform/database/json-text.js';
import type { HubError } from '../../../src/platform/errors/hub-error.js';
import type { Db } from '../../../src/tables.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { json, type Handler } from './provider-server.js';
import { openRequestStage } from './request-stage.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const SOON = { expiresAt: NOW + 30_000 };
const EXPIRED = { expiresAt: NOW - 1 };

const acceptOnly =
  (token: string): Handler =>
  (request, response) =>
    request.headers.authorization === `Bearer ${token}` ? json(response, 200, {}) : json(response, 401, {});
const refuseAll: Handler = (_, response) => json(response, 401, {});

async function statusOf(on: { db: Db }) {
  const { state, problem } = await on.db
    .selectFrom('integration')
    .select(['state', 'problem'])
    .executeTakeFirstOrThrow();
  return { state, problem: fromJson(problem) };
}

describeEachDatabase((database) => {
  test('renews a token a minute before it expires, and stores it', async () => {
    await using on = await openRequestStage(database, { credentials: SOON });

    await on.fetch('things');
    await on.fetch('things');

    expect(on.server.refreshes).toHaveLength(1);
    expect(on.server.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect((await on.store.read(on.integrationId))?.credentials).toMatchObject({ refreshToken: 'refresh-1' });
  });

  test('renews once for thirty calls at once', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });

    const answers = await Promise.all(Array.from({ length: 30 }, () => on.fetch('things')));

    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(on.server.refreshes).toHaveLength(1);
  });

  test('renews once for thirty calls that were refused at once', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = acceptOnly('token-1');

    const answers = await Promise.all(
      Array.from({ length: 30 }, () => on.fetch('things', { method: 'POST', body: '{}' })),
    );

    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(on.server.refreshes).toHaveLength(1);
  });

  test('asks the owner to reconnect when the renewed token is refused too, and does not go round', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = refuseAll;

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });
    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });

    expect(on.server.calls).toHaveLength(2);
    expect(on.server.refreshes).toHaveLength(1);
    expect(on.marked).toMatchObject([{ integrationId: on.integrationId, error: { code: 'REAUTHORIZATION_REQUIRED' } }]);
  });

  test('asks the owner to reconnect when the grant is gone', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    on.server.behaviour.token = (_, response) => json(response, 400, { error: 'invalid_grant' });

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });

    expect(on.server.calls).toHaveLength(0);
    expect(on.marked).toHaveLength(1);
  });

  test('asks for no tokens where the grant was given up while a call was on its way', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = async (call, response, body) => {
      await on.db.updateTable('integration').set({ state: 'REAUTHORIZATION_REQUIRED' }).execute();
      await refuseAll(call, response, body);
    };

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });

    expect(on.server.calls).toHaveLength(1);
    expect(on.server.refreshes).toEqual([]);
  });

  test('takes the tokens that another process got with the same refresh token', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    on.server.behaviour.token = async (_, response) => {
      await on.store.replace(on.integrationId, 1, {
        method: 'OAUTH2',
        accessToken: 'token-of-another',
        refreshToken: 'refresh-of-another',
        expiresAt: NOW + 3_600_000,
        lifetimeMs: 3_600_000,
        scopes: [],
      });
      json(response, 400, { error: 'invalid_grant' });
    };

    const answer = await on.fetch('things');

    expect(answer.status).toBe(200);
    expect(on.server.calls[0]?.headers.authorization).toBe('Bearer token-of-another');
    expect(on.marked).toEqual([]);
  });

  test('stays connected while the token endpoint is out of order', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    on.server.behaviour.token = (_, response) => json(response, 503, {});

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });

    expect(on.marked).toEqual([]);
    const { state } = await on.db.selectFrom('integration').select('state').executeTakeFirstOrThrow();
    expect(state).toBe('CONNECTED');
  });

  test('asks a token endpoint that is out of order less and less often, and says on the status when it asks again', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    on.server.behaviour.token = (_, response) => json(response, 503, {});
    const fail = async () => ((await on.fetch('things').catch((error: unknown) => error)) as HubError).retryAt ?? 0;

    const first = await fail();
    const meanwhile = await fail();
    on.stage.now = first;
    const second = await fail();

    expect(first).toBe(NOW + 3_500);
    expect(meanwhile).toBe(first);
    expect(second).toBe(first + 6_000);
    expect(on.server.refreshes).toHaveLength(2);
    expect(await statusOf(on)).toMatchObject({
      state: 'CONNECTED',
      problem: { code: 'PROVIDER_UNAVAILABLE', retryable: true, retryAt: second },
    });
    expect(on.published.map(({ name }) => name)).toEqual(['connectionStatusChanged', 'connectionStatusChanged']);
  });

  test('goes on when the token endpoint is back, and takes the problem off the status', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    const { token } = on.server.behaviour;
    on.server.behaviour.token = (_, response) => json(response, 503, {});
    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    on.server.behaviour.token = token;
    on.stage.now += 10_000;

    const answer = await on.fetch('things');

    expect(answer.status).toBe(200);
    expect(await statusOf(on)).toEqual({ state: 'CONNECTED', problem: null });
    expect(on.published.at(-1)).toMatchObject({ name: 'connectionStatusChanged' });
    expect((await on.store.read(on.integrationId))?.refresh).toEqual({ failures: 0, retryAt: null });
  });

  test('waits for the process that renews already, and takes what it got', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    await on.leases.take(on.integrationId, 1, 'another process');
    const calling = on.fetch('things');
    await on.store.replace(on.integrationId, 1, {
      method: 'OAUTH2',
      accessToken: 'token-of-another',
      refreshToken: 'refresh-of-another',
      expiresAt: NOW + 3_600_000,
      lifetimeMs: 3_600_000,
      scopes: [],
    });

    await calling;

    expect(on.server.refreshes).toHaveLength(0);
    expect(on.server.calls[0]?.headers.authorization).toBe('Bearer token-of-another');
  });

  test('takes over from a process that died while it renewed, once its lease has run out', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    await on.leases.take(on.integrationId, 1, 'a process that died');

    await on.fetch('things');

    expect(on.stage.now).toBeGreaterThanOrEqual(NOW + 20_000);
    expect(on.server.refreshes).toHaveLength(1);
  });

  test('does not lose renewed tokens to a bad moment of the database', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    const replace = on.store.replace.bind(on.store);
    let faults = 2;
    on.store.replace = (...args) => {
      faults -= 1;
      return faults >= 0 ? Promise.reject(new Error('the disk is busy')) : replace(...args);
    };

    await on.fetch('things');

    expect(on.server.refreshes).toHaveLength(1);
    expect((await on.store.read(on.integrationId))?.credentials).toMatchObject({ refreshToken: 'refresh-1' });
  });

  test('renews short-lived tokens at half of their life', async () => {
    await using on = await openRequestStage(database, { credentials: { expiresAt: NOW + 3_000, lifetimeMs: 5_000 } });
    await on.fetch('things');
    expect(on.server.refreshes).toHaveLength(0);
    on.stage.now += 600;
    on.manager.tokens.forget(on.integrationId);

    await on.fetch('things');

    expect(on.server.refreshes).toHaveLength(1);
  });

  test.each([
    ['ends within two minutes', { expiresAt: NOW + 110_000 }, 1],
    ['has ended', EXPIRED, 1],
    ['is good for longer', { expiresAt: NOW + 130_000 }, 0],
    ['does not end', { expiresAt: null }, 0],
  ])('renews what nobody calls with when it %s: %j', async (_, credentials, refreshes) => {
    await using on = await openRequestStage(database, { credentials });

    await on.renewDue();

    expect(on.server.refreshes).toHaveLength(refreshes);
  });

  test('tells the owner of an access that has ended and cannot be renewed, also where nobody calls', async () => {
    await using on = await openRequestStage(database, { credentials: { ...EXPIRED, refreshToken: null } });

    await on.renewDue();

    expect(await statusOf(on)).toMatchObject({ state: 'REAUTHORIZATION_REQUIRED' });
  });

  test('leaves what cannot be renewed alone until it has ended', async () => {
    await using on = await openRequestStage(database, { credentials: { ...SOON, refreshToken: null } });

    await on.renewDue();

    expect(await statusOf(on)).toEqual({ state: 'CONNECTED', problem: null });
  });

  test('finds out that a grant was revoked, also where nobody calls', async () => {
    await using on = await openRequestStage(database, { credentials: SOON });
    on.server.behaviour.token = (_, response) => json(response, 400, { error: 'invalid_grant' });

    await on.renewDue();
    await on.renewDue();

    expect(on.server.refreshes).toHaveLength(1);
    expect(await statusOf(on)).toMatchObject({
      state: 'REAUTHORIZATION_REQUIRED',
      problem: { code: 'REAUTHORIZATION_REQUIRED', retryable: false },
    });
  });

  test('renews nothing of a provider that is switched off, and asks nobody before the time has come', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    on.stage.isProviderOn = false;
    await on.renewDue();
    on.stage.isProviderOn = true;
    on.server.behaviour.token = (_, response) => json(response, 503, {});

    await on.renewDue();
    await on.renewDue();

    expect(on.server.refreshes).toHaveLength(1);
  });

  test('reads credentials once for many calls', async () => {
    await using on = await openRequestStage(database);
    const { signal } = new AbortController();
    const fetch = on.manager.fetchOf(on, on.endpoints, { purpose: 'sync', signal, syncLogId: null });
    await fetch(`${on.server.url}things`);
    const before = on.statements.count;

    await Promise.all(Array.from({ length: 30 }, () => fetch(`${on.server.url}things`)));

    expect(on.statements.count).toBe(before);
  });

  test('goes on with a token that is still good while the token endpoint is out of order', async () => {
    await using on = await openRequestStage(database, { credentials: SOON });
    on.server.behaviour.token = (_, response) => json(response, 503, {});

    const answer = await on.fetch('things');

    expect(answer.status).toBe(200);
    expect(on.server.calls[0]?.headers.authorization).toBe('Bearer token-0');
  });

  test('takes the provider at its own word where the status says nothing', async () => {
    await using on = await openRequestStage(database, {
      meaningOf: ({ body }) => ((body as { error?: string }).error === 'token_expired' ? 'TOKEN_REFUSED' : null),
    });
    on.server.behaviour.api = (request, response) =>
      json(
        response,
        200,
        request.headers.authorization === 'Bearer token-1' ? { ok: true } : { error: 'token_expired' },
      );

    const answer = await on.fetch('things');

    expect(await answer.json()).toEqual({ ok: true });
    expect(on.server.refreshes).toHaveLength(1);
  });

  test('sends an API key as its provider wants it, and cannot renew it', async () => {
    await using on = await openRequestStage(database);
    await on.db.deleteFrom('integration').execute();
    await on.addIntegration(on.integrationId, { method: 'API_KEY', apiKey: 'key-1', apiSecret: null }, 'account-1');
    await on.fetch('things');
    on.server.behaviour.api = refuseAll;

    await expect(on.fetch('things')).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });

    expect(on.server.calls.map(({ headers }) => headers['x-api-key'])).toEqual(['key-1', 'key-1']);
    expect(on.server.refreshes).toHaveLength(0);
  });

  test.each([
    ['PENDING', 'CONFLICT'],
    ['DISCONNECTED', 'CONFLICT'],
    ['REAUTHORIZATION_REQUIRED', 'REAUTHORIZATION_REQUIRED'],
  ] as const)('calls nobody for an integration that is %s', async (state, code) => {
    await using on = await openRequestStage(database);
    await on.db.updateTable('integration').set({ state }).execute();

    await expect(on.fetch('things')).rejects.toMatchObject({ code });

    expect(on.server.calls).toEqual([]);
  });

  test('calls nobody while the provider is switched off, and says so', async () => {
    await using on = await openRequestStage(database, { credentials: EXPIRED });
    on.stage.isProviderOn = false;

    await expect(on.fetch('things')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^Bare is switched off in this hub/),
    });

    expect([...on.server.calls, ...on.server.refreshes]).toEqual([]);
  });

  test('does not know an integration that is not there', async () => {
    await using on = await openRequestStage(database);
    const { signal } = new AbortController();

    const opened = on.manager.apiOf('int_nobody', { purpose: 'sync', signal, syncLogId: null });

    await expect(opened).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('names the account of credentials that are not stored yet, and logs nothing', async () => {
    await using on = await openRequestStage(database);
    on.server.behaviour.api = (request, response) =>
      request.headers['x-api-key'] === 'right'
        ? json(response, 200, { externalId: 'T1', label: 'Team' })
        : json(response, 401, {});
    const settings = { endpoints: on.endpoints };

    const account = await on.manager.identify(
      on.provider,
      { method: 'API_KEY', apiKey: 'right', apiSecret: null },
      settings,
    );
    const refusal = on.manager.identify(on.provider, { method: 'API_KEY', apiKey: 'wrong', apiSecret: null }, settings);

    expect(account).toEqual({ externalId: 'T1', label: 'Team' });
    await expect(refusal).rejects.toMatchObject({ code: 'REAUTHORIZATION_REQUIRED' });
    expect(await on.rows()).toEqual([]);
  });
});
