import { serverAudits } from 'graphql-http';
import { describe, expect, test } from 'vitest';
import { asOperator, startStage } from '../../kit/graphql-stage.js';

const audits = serverAudits({ url: 'http://replaced.test' });

describe('the GraphQL over HTTP specification', () => {
  test.each(audits.map(({ id, name }) => [id, name]))('%s: %s', async (id) => {
    await using stage = await startStage();
    const fetchAsOperator: typeof fetch = (url, init) =>
      fetch(url, { ...init, headers: { ...asOperator(), ...(init?.headers as Record<string, string>) } });
    const audit = serverAudits({ url: stage.url, fetchFn: fetchAsOperator }).find((one) => one.id === id)!;

    const result = await audit.fn();

    expect(result).toMatchObject({ status: 'ok' });
  });
});

describe('a plain request', () => {
  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...asOperator(), ...headers }, body });

  test('with a subscription is told how to subscribe', async () => {
    await using stage = await startStage();

    const response = await post(stage.url, '{"query":"subscription { ticked }"}');

    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/text\/event-stream.*graphql-transport-ws/);
  });

  test('with a batch is told to send one operation', async () => {
    await using stage = await startStage();

    const response = await post(stage.url, '[{"query":"{ hello }"},{"query":"{ hello }"}]');

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'Send one operation a request: batches are not taken.', extensions: { code: 'BAD_INPUT' } }],
    });
  });

  test('of more than a mebibyte is refused in words', async () => {
    await using stage = await startStage();

    const response = await post(stage.url, JSON.stringify({ query: `{ hello } # ${'x'.repeat(1024 * 1024)}` }));

    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ message: 'The body is larger than 1048576 bytes.' }] });
  });

  test('with a mutation by GET is refused', async () => {
    await using stage = await startStage();
    const query = new URLSearchParams({ query: 'mutation { change }' });

    const plain = await fetch(`${stage.url}?${query}`, { headers: asOperator() });
    const streamed = await fetch(`${stage.url}?${query}`, { headers: asOperator({ accept: 'text/event-stream' }) });

    expect(plain.status).toBe(405);
    expect(await streamed.text()).toMatch(/Can only perform a mutation operation from a POST request/);
  });

  test('that a page of another site could make a browser send is refused', async () => {
    await using stage = await startStage();
    const { value } = await stage.authenticator.sessions.begin({
      tenantId: 'acme',
      userId: 'ada',
      role: 'USER',
      via: 'jwt',
      expiresAt: null,
    });
    const query = new URLSearchParams({ query: '{ hello }' });

    const simple = await fetch(`${stage.url}?${query}`, { headers: { cookie: `hub_session=${value}` } });
    const form = await fetch(stage.url, { method: 'POST', body: query, headers: { cookie: `hub_session=${value}` } });

    expect([simple.status, form.status]).toEqual([400, 415]);
  });

  test('of urql, which takes event streams last, is answered as JSON', async () => {
    await using stage = await startStage();
    const accept =
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

    const response = await post(stage.url, '{"query":"{ hello }"}', { accept });

    expect(response.headers.get('content-type')).toMatch('application/graphql-response+json');
  });
});

describe('a browser', () => {
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  test('gets GraphiQL, whole and from here', async () => {
    await using stage = await startStage();

    const response = await fetch(stage.url, { headers: { accept } });
    const page = await response.text();

    expect(response.headers.get('content-type')).toMatch('text/html');
    expect(page).toContain('GraphiQL');
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
  });

  test('gets it with the variables of its address, which cannot leave the script that they are written into', async () => {
    await using stage = await startStage();
    const read = async (variables: string): Promise<string> => {
      const query = new URLSearchParams({ query: '{ __typename }', variables });
      return (await fetch(`${stage.url}?${query}`, { headers: { accept } })).text();
    };

    const page = await read('{"id":"</script><script>alert(1)</script>"}');

    expect(page).not.toContain('<script>alert');
    expect(page).toContain(String.raw`\\u003c/script>`);
    expect(await read('</script><script>alert(1)</script>')).not.toContain('<script>alert');
  });

  test('gets none in production', async () => {
    await using stage = await startStage({ isProduction: true });

    const response = await fetch(stage.url, { headers: { accept } });

    expect(response.status).toBe(400);
  });

  test('may read answers from a page of an allowed origin, and of no other', async () => {
    await using stage = await startStage();
    const preflight = (origin: string) =>
      fetch(stage.url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });

    const [allowed, foreign] = await Promise.all([preflight('https://product.test'), preflight('https://evil.test')]);

    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://product.test');
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});
