import { describe, expect, test, vi } from 'vitest';
import { asOperator, connectHttp, connectSse, connectWebSocket, startStage } from '../../kit/graphql-stage.js';

const transports = [
  { name: 'HTTP', connect: connectHttp },
  { name: 'SSE', connect: connectSse },
  { name: 'WebSocket', connect: connectWebSocket },
];
const streams = transports.slice(1);

describe.each(transports)('over $name', ({ connect }) => {
  test('answers a query and a mutation', async () => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answers = [
      await client.ask('query ($name: String!) { hello(name: $name) }', { name: 'Ada' }),
      await client.ask('mutation { change }'),
    ];

    expect(answers).toEqual([{ data: { hello: 'Hello Ada' } }, { data: { change: 'changed' } }]);
  });

  test('knows the caller by the same names', async () => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator({ 'X-Hub-Tenant': 'acme', 'X-Hub-User': 'ada' }));

    const answer = await client.ask('{ who }');

    expect(answer.data).toEqual({ who: 'acme/ada USER operator-key' });
  });

  test('lets a stranger ask for nothing but the schema', async () => {
    await using stage = await startStage();
    await using client = connect(stage, {});

    const about = await client.ask('{ __typename __schema { queryType { name } } }');
    const beyond = await client.ask('{ __typename ...f } fragment f on Query { ... { hello } }');

    expect(about.data).toMatchObject({ __typename: 'Query' });
    expect(beyond.data ?? null).toBeNull();
    expect(beyond.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(beyond.errors![0]!.message).toContain('Authorization: Bearer');
  });

  test('answers a failure of the hub in its own words', async () => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answer = await client.ask('{ fail(how: "hub") }');

    expect(answer.errors).toMatchObject([
      {
        message: 'Slack asks the hub to wait.',
        path: ['fail'],
        extensions: { code: 'PROVIDER_RATE_LIMITED', retryable: true, retryAt: '2030-01-01T00:00:00.000Z' },
      },
    ]);
  });

  test.each(['{ fail(how: "bug") }', '{ colour }'])(
    'hides a bug behind an id that is in the log: %s',
    async (query) => {
      await using stage = await startStage();
      await using client = connect(stage, asOperator());

      const answer = await client.ask(query);

      const { id } = answer.errors![0]!.extensions as { id: string };
      expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
      expect(JSON.stringify(answer)).not.toContain('secret-token');
      expect(stage.log).toContainEqual(expect.objectContaining({ fields: expect.objectContaining({ errorId: id }) }));
    },
  );

  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($name: String!) { hello(name: $name) }', 'BAD_USER_INPUT'],
  ])('names the kind of fault in %s', async (query, code) => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answer = await client.ask(query);

    expect(answer.errors).toMatchObject([{ extensions: { code } }]);
    expect(answer.errors![0]!.extensions).not.toHaveProperty('http');
  });

  test.each([
    ['BAD_USER_INPUT', 'query ($at: URL!) { reach(at: $at) }', { at: '//evil.test' }],
    ['BAD_USER_INPUT', 'query ($at: URL!) { reach(at: $at) }', { at: 7 }],
    ['GRAPHQL_VALIDATION_FAILED', '{ reach(at: "//evil.test") }', {}],
  ])('takes a value that a scalar refuses for the fault of who sent it (%s): %s %o', async (code, query, variables) => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answer = await client.ask(query, variables);

    expect(answer.errors).toMatchObject([
      { message: expect.stringMatching(/"URL!?".*Invalid URL/), extensions: { code } },
    ]);
    expect(stage.log.filter(({ fields }) => fields.level !== 'info')).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['query ($name: String) { hello(name: $name) }', { name: 'a\u0000b' }],
    ['query ($name: String) { hello(name: $name) }', { name: 'a', more: [{ b: '\u0000' }] }],
    ['{ hello(name: "a\\u0000b") }', {}],
    ['{ hello(name: "a\\u{000}b") }', {}],
    ['{ hello(name: "a\u0000b") }', {}],
  ])('refuses a text that no database of the hub could hold: %j %j', async (query, variables) => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answer = await client.ask(query, variables);

    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('U+0000'), extensions: { code: 'BAD_INPUT' } },
    ]);
  });

  test.each([
    ['depth', `{ thing ${'{ thing '.repeat(12)} { id } ${'}'.repeat(12)} }`, /14 deep.* limit is 12/],
    [
      'size',
      '{ things(first: 100) { nodes { things(first: 100) { nodes { id } } } } }',
      /10,201 objects.* limit is 5,000/,
    ],
    ['aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: hello`).join(' ')} }`, /31 aliases.* limit is 30/],
    ['directives', `{ ${'hello @skip(if: false) '.repeat(21)} }`, /21 directives.* limit is 20/],
    ['tokens', `{ ${'hello '.repeat(2000)} }`, /2000 tokens/],
  ])('refuses an operation beyond the limit of %s', async (_, query, message) => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answer = await client.ask(query);

    expect(answer.errors).toHaveLength(1);
    expect(answer.errors![0]!.message).toMatch(message);
  });

  test('keeps the schema to itself in production', async () => {
    await using stage = await startStage({ isProduction: true });
    await using client = connect(stage, asOperator());

    const introspection = await client.ask('{ __schema { queryType { name } } }');
    const misspelt = await client.ask('{ helo }');

    expect(introspection.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(misspelt.errors![0]!.message).toBe('Cannot query field "helo" on type "Query".');
  });
});

describe.each(streams)('a subscription over $name', ({ connect }) => {
  test('meets a fresh context with each event, and stops listening when its client leaves', async () => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());
    const ticks = client.subscribe('subscription { ticked }');

    const first = ticks.next();
    await vi.waitFor(() => expect(stage.listeners()).toBe(1));
    stage.tick();
    const second = first.then(() => ticks.next());
    await first;
    stage.tick();

    const [one, two] = [(await first).value, (await second).value] as { data: { ticked: number } }[];
    expect(two!.data.ticked).toBe(one!.data.ticked + 1);
    await ticks.return!();
    await vi.waitFor(() => expect(stage.listeners()).toBe(0));
  });

  test('is refused to a stranger', async () => {
    await using stage = await startStage();
    await using client = connect(stage, {});

    const answer = await client.ask('subscription { ticked }');

    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(stage.listeners()).toBe(0);
  });

  test('says in its answer why it cannot begin', async () => {
    await using stage = await startStage();
    await using client = connect(stage, asOperator());

    const answer = await client.ask('subscription { failing }');

    expect(answer.errors).toMatchObject([{ message: 'There is nothing to watch.', extensions: { code: 'NOT_FOUND' } }]);
  });
});
