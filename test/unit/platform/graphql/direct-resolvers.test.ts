import { graphql, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import {
  Arg,
  buildSchemaSync,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  UseMiddleware,
} from 'type-graphql';
import { resolveDirectly } from '../../../../src/platform/graphql/direct-resolvers.js';

interface Row {
  name: string;
}

@ObjectType('DirectThing', { simpleResolvers: true })
class ThingType {
  @Field(() => String)
  name!: string;
}

@Resolver(() => ThingType)
class ThingResolver {
  private readonly greeting = 'Hello';

  @Query(() => ThingType)
  thing(): Row {
    return { name: 'Ada' };
  }

  @FieldResolver(() => String)
  greet(@Ctx('reader') reader: string, @Root() row: Row): string {
    return `${this.greeting} ${row.name}, from ${reader}`;
  }

  @FieldResolver(() => String)
  async later(@Root() row: Row): Promise<string> {
    return `${row.name} later`;
  }

  @FieldResolver(() => Int)
  twice(@Arg('number', () => Int) number: number): number {
    return number * 2;
  }

  @UseMiddleware(async (_, next) => `${String(await next())}, guarded`)
  @FieldResolver(() => String)
  watched(@Root() row: Row): string {
    return row.name;
  }
}

function resolversIn(schema: ReturnType<typeof buildSchemaSync>) {
  const type = schema.getType('DirectThing');
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return new Map(fields.map(({ name, resolve }) => [name, resolve]));
}

test('resolves fields as type-graphql does, and only those that need nothing of it by themselves', async () => {
  const schema = buildSchemaSync({ resolvers: [ThingResolver], validate: false });
  const before = resolversIn(schema);
  const ask = () =>
    graphql({
      schema,
      source: '{ thing { name greet later twice(number: 4) watched } }',
      contextValue: { reader: 'Grace' },
    });
  const expected = await ask();

  resolveDirectly(schema);

  const after = resolversIn(schema);
  expect([...after.keys()].filter((name) => after.get(name) !== before.get(name))).toEqual(['greet', 'later']);
  expect(await ask()).toEqual(expected);
  expect(expected).toEqual({
    data: {
      thing: { name: 'Ada', greet: 'Hello Ada, from Grace', later: 'Ada later', twice: 8, watched: 'Ada, guarded' },
    },
  });
});
