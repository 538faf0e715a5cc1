import { GraphQLObjectType, GraphQLSchema, GraphQLString, printType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addMutations } from '../../../../src/platform/graphql/add-mutations.js';
import { ZodTypes } from '../../../../src/platform/graphql/zod-types/zod-types.js';
import { defineAction, type ProviderDefinition } from '../../../../src/providers/provider.js';
import { typedActions } from '../../../../src/requests/typed-actions/typed-actions.js';

const place = { path: 'doIt.output', typeName: 'DoIt', family: 'Acme' };
const userError = new GraphQLObjectType({ name: 'UserError', fields: { message: { type: GraphQLString } } });

/** Types of one action of a provider `acme-notes`. */
function typesOf(shape: { input?: z.ZodType; output?: z.ZodType }) {
  const { input = z.object({}), output = z.object({ id: z.string() }) } = shape;
  const run = () => Promise.resolve({});
  const action = defineAction({ name: 'addNote', description: 'Adds a note.', input, output, run });
  const provider = { id: 'acme-notes', name: 'Acme Notes', actions: [action] } as unknown as ProviderDefinition;
  return typedActions([provider], userError);
}

describe('a type of a schema', () => {
  test('is printed as whoever writes GraphQL would', () => {
    const tone = z.enum(['calm', 'very_loud', 'notAtAll']).meta({ title: 'Tone', description: 'How.' });
    const schema = z
      .object({
        text: z.string().describe('What is said.'),
        count: z.int32(),
        share: z.number().nullable(),
        isLoud: z.boolean().optional(),
        tone: tone.nullable().describe('In what tone.'),
        at: z.iso.datetime(),
        day: z.iso.date(),
        url: z.url(),
        mail: z.email(),
        tags: z.array(z.string().nullable()),
        extra: z.record(z.string(), z.string()),
        loose: z.array(z.looseObject({})),
        anything: z.unknown(),
      })
      .describe('All of it.');

    expect(printType(new ZodTypes().outputObject(schema, place))).toBe(`"""All of it."""
type DoItOutput {
  """What is said."""
  text: String!
  count: Int!
  share: Float
  isLoud: Boolean

  """In what tone."""
  tone: AcmeTone
  at: DateTime!
  day: LocalDate!
  url: URL!
  mail: String!
  tags: [String]!
  extra: JSON!
  loose: [JSON!]!
  anything: JSON
}`);
  });

  test('is one type wherever its schema is used', () => {
    const item = z.object({ id: z.string() }).meta({ title: 'Item' });
    const types = new ZodTypes();

    const one = types.outputObject(z.object({ item }), place).getFields();
    const list = types.outputObject(z.object({ items: z.array(item) }), { ...place, typeName: 'DoMore' }).getFields();

    expect([String(one.item?.type), String(list.items?.type)]).toEqual(['AcmeItemOutput!', '[AcmeItemOutput!]!']);
  });

  test('has the defaults of its schema', () => {
    const inner = z.object({ of: z.enum(['a']).default('a') });
    const fields = new ZodTypes().inputFields(
      z.object({ count: z.int32().default(3), tones: z.array(z.enum(['a', 'b'])).default(['b']), inner }),
      place,
    );

    expect(fields).toMatchObject({ count: { defaultValue: 3 }, tones: { defaultValue: ['b'] } });
    expect(String(fields.inner?.type)).toBe('DoItInnerInput!');
  });
});

describe('a schema without a type is refused when the hub starts', () => {
  const id = z.object({ id: z.string() });

  test.each<[string, z.ZodType, RegExp]>([
    ['a union', z.object({ a: z.union([z.string(), z.number()]) }), /^acmeNotesAddNote\.input\.a .*ZodUnion/],
    ['a date', z.object({ a: z.object({ b: z.date() }) }), /^acmeNotesAddNote\.input\.a\.b .*ZodDate/],
    ['a transform', z.object({ a: z.array(z.string().transform(Number)) }), /^acmeNotesAddNote\.input\.a .*ZodPipe/],
    ['a literal', z.object({ a: z.literal('x') }), /^acmeNotesAddNote\.input\.a .*ZodLiteral/],
    ['a bigint', z.object({ a: z.bigint() }), /^acmeNotesAddNote\.input\.a .*ZodBigInt/],
    ['a number past Int', z.object({ a: z.int() }), /^acmeNotesAddNote\.input\.a .*2,147,483,647/],
    ['a name that is none', z.object({ snake_case: z.string() }), /^acmeNotesAddNote\.input\.snake_case .*camelCase/],
    ['a member that is none', z.object({ a: z.enum(['1st']) }), /^acmeNotesAddNote\.input\.a .*"1st"/],
    ['members alike', z.object({ a: z.enum(['a-b', 'aB']) }), /^acmeNotesAddNote\.input\.a .*one name/],
    ['an object without fields', z.object({ a: z.object({}) }), /^acmeNotesAddNote\.input\.a .*without fields/],
    ['a loose object', z.looseObject({}), /^acmeNotesAddNote\.input .*fields are known/],
    ['no object', z.string(), /^acmeNotesAddNote\.input .*fields are known/],
    [
      'a field that all have',
      z.object({ integrationId: z.string() }),
      /^acmeNotesAddNote\.input .*integrationId already/,
    ],
  ])('%s', (_what, input, message) => {
    expect(() => typesOf({ input })).toThrow(message);
  });

  test.each<[string, z.ZodType, RegExp]>([
    ['a tuple', z.object({ a: z.tuple([z.string()]) }), /^acmeNotesAddNote\.output\.a .*ZodTuple/],
    ['nothing at all', z.object({}), /^acmeNotesAddNote\.output .*without fields/],
  ])('%s as output', (_what, output, message) => {
    expect(() => typesOf({ output })).toThrow(message);
  });

  test('while an action without input of its own is none', () => {
    expect(Object.keys(typesOf({ input: z.object({}), output: id }))).toEqual(['acmeNotesAddNote']);
  });
});

test('two mutations of one name are refused', () => {
  const query = new GraphQLObjectType({ name: 'Query', fields: { a: { type: GraphQLString } } });
  const mutation = new GraphQLObjectType({ name: 'Mutation', fields: { acmeNotesAddNote: { type: GraphQLString } } });

  expect(() => addMutations(new GraphQLSchema({ query, mutation }), typesOf({}))).toThrow(/two mutations/);
});
