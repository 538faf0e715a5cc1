import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { providers } from '../../src/providers/index.js';
import { createSchema } from '../../src/schema.js';

const contract = buildSchema(await readFile('test/contract/contract.graphql', 'utf8'));
const printed = await readFile('schema/schema.graphql', 'utf8');
const schema = buildSchema(printed);
const OPERATIONS = 'schema/operations';
const operationFiles = (await readdir(OPERATIONS)).filter((name) => name.endsWith('.graphql')).toSorted();
const operations = await Promise.all(
  operationFiles.map(async (name) => ({ name, document: parse(await readFile(join(OPERATIONS, name), 'utf8')) })),
);

describe('the printed schema', () => {
  test('is what the classes say', () => {
    expect(printed).toContain(printSchema(lexicographicSortSchema(createSchema(providers))));
  });

  test('breaks nothing of the contract', () => {
    expect(findBreakingChanges(contract, schema)).toEqual([]);
  });

  test('changes no default of the contract', () => {
    const changes = findDangerousChanges(contract, schema);

    expect(changes.filter(({ type }) => type === 'ARG_DEFAULT_VALUE_CHANGE')).toEqual([]);
    expect(inputDefaults(schema)).toEqual(inputDefaults(contract));
  });

  test('says of each member what the contract says of it', () => {
    const said = descriptionsOf(schema);
    const missing = [...descriptionsOf(contract)].filter(
      ([member, words]) => !(said.get(member) ?? '').includes(words),
    );

    expect(missing).toEqual([]);
  });

  test('describes every type', () => {
    const silent = Object.values(schema.getTypeMap()).filter(
      (type) =>
        !type.name.startsWith('__') && !type.description && !isRoot(type) && !/(Input|Payload)$/.test(type.name),
    );

    expect(silent.map(String)).toEqual([]);
  });
});

describe('the documented operations', () => {
  test('are valid together', () => {
    const document = {
      kind: 'Document',
      definitions: operations.flatMap((file) => file.document.definitions),
    } as const;

    expect(validate(schema, document as ReturnType<typeof parse>)).toEqual([]);
  });

  test('use every query, mutation and subscription at least once', () => {
    const text = JSON.stringify(operations.map(({ document }) => document));
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
      Object.keys(root?.getFields() ?? {}),
    );

    expect(fields.filter((field) => !text.includes(`"value":"${field}"`))).toEqual([]);
  });
});

function isRoot(type: GraphQLNamedType): boolean {
  return ['Query', 'Mutation', 'Subscription'].includes(type.name) || isScalarType(type);
}

/** Defaults of the input fields that the contract names, by `Input.field`. */
function inputDefaults(of: typeof schema): Record<string, unknown> {
  const inputs = Object.values(contract.getTypeMap()).filter(isInputObjectType);
  return Object.fromEntries(
    inputs.flatMap((input) =>
      Object.keys(input.getFields()).map((field) => {
        const type = of.getType(input.name);
        return [`${input.name}.${field}`, isInputObjectType(type) ? type.getFields()[field]?.defaultValue : 'missing'];
      }),
    ),
  );
}

/** What is said of types, fields, arguments and enum values, by `Type.field`. */
function descriptionsOf(of: typeof schema): Map<string, string> {
  const said = new Map<string, string>();
  const say = (member: string, words: string | null | undefined) =>
    words && said.set(member, words.replaceAll(/\s+/g, ' '));
  for (const type of Object.values(of.getTypeMap())) {
    if (type.name.startsWith('__') || isScalarType(type)) continue;
    say(type.name, type.description);
    if (isEnumType(type)) for (const value of type.getValues()) say(`${type.name}.${value.name}`, value.description);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) say(`${type.name}.${field.name}`, field.description);
  }
  return said;
}
