import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { exceededLimits, measureOperation, OPERATION_LIMITS } from '../../../src/platform/graphql/limits.js';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    things(first: Int! = 20): Page!
    byId(ids: [ID!]!): [Thing]!
  }
  type Page {
    nodes: [Thing!]!
    edges: [Edge!]!
    totalCount: Int!
  }
  type Edge {
    node: Thing!
  }
  type Thing {
    id: ID!
    parent: Thing
    tags: [Thing!]!
    things(first: Int! = 20): Page!
  }
`);

function measure(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  return measureOperation(schema, document, document.definitions[0] as OperationDefinitionNode, variables);
}

describe('the objects of an answer', () => {
  test.each([
    ['{ things { totalCount } }', 1],
    ['{ things(first: 50) { nodes { id } } }', 51],
    ['{ things { nodes { id } } }', 21],
    ['{ things(first: 2) { edges { node { id } } } }', 5],
    ['{ things(first: 2) { nodes { tags { id } } } }', 23],
    ['{ things(first: 2) { nodes { things(first: 3) { nodes { id } } } } }', 11],
    ['{ things(first: 2) { nodes { parent { parent { id } } } } }', 7],
    ['{ things(first: 100000000) { nodes { id } } }', 101],
    ['{ things(first: -1) { nodes { id } } }', 2],
    ['{ byId(ids: ["a", "b", "c"]) { id } }', 3],
    ['query { ...f } fragment f on Query { things(first: 2) { ...g } } fragment g on Page { nodes { id } }', 3],
    ['{ __schema { types { fields { type { name } } } } }', 0],
  ])('of %s are %i', (query, objects) => {
    expect(measure(query).objects).toBe(objects);
  });

  test('are counted by the variables that come with it', () => {
    const query =
      'query ($n: Int! = 5, $ids: [ID!]! = []) { things(first: $n) { nodes { id } } byId(ids: $ids) { id } }';

    expect(measure(query).objects).toBe(6);
    expect(measure(query, { n: 30, ids: ['a', 'b'] }).objects).toBe(33);
  });
});

test('fragments that double again and again are measured in no time', () => {
  const levels = Array.from({ length: 40 }, (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`);
  const query = `{ ...f0 } ${levels.join(' ')} fragment f40 on Query { a: things { totalCount } }`;

  const { aliases } = measure(query);

  expect(aliases).toBe(2 ** 40);
});

test('an operation beyond several limits is told of all', () => {
  const refusal = exceededLimits({ depth: 13, objects: 1_010_101, aliases: 31, directives: 21 }, OPERATION_LIMITS);

  expect(refusal).toMatchObject({ code: 'BAD_INPUT' });
  expect(refusal!.message).toBe(
    'This operation asks for too much: it nests fields 13 deep, and the limit is 12; ' +
      'it may return up to 1,010,101 objects, and the limit is 5,000: ask for smaller pages (first) or fewer lists inside lists; ' +
      'it uses 31 aliases, and the limit is 30; it uses 21 directives, and the limit is 20.',
  );
});
