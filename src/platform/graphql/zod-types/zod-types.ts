import {
  getNamedType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  isLeafType,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLNullableType,
  type GraphQLOutputType,
} from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { z } from 'zod';
import { enumType } from './enum-type.js';
import { isLoose, scalarOf } from './scalar-of.js';
import { fieldPlace, typeNameOf, untypable, type TypePlace } from './type-place.js';
import { unwrap, type Unwrapped } from './unwrap.js';

type MakeObject<Type> = (schema: z.ZodObject, place: TypePlace) => Type;

/**
 * GraphQL types of zod schemas, for the shapes that have one: objects, strings, numbers, booleans, enums, arrays;
 * JSON for records and loose objects. One schema is one type, wherever it is used.
 */
export class ZodTypes {
  private readonly leaves = new Map<z.core.$ZodType, GraphQLLeafType>();
  private readonly inputs = new Map<z.ZodObject, GraphQLInputObjectType>();
  private readonly outputs = new Map<z.ZodObject, GraphQLObjectType>();

  /** @throws Error at a shape without a GraphQL type, naming its place. */
  inputFields(given: z.core.$ZodType, place: TypePlace): Record<string, GraphQLInputFieldConfig> {
    return mapFields(objectIn(given, place), place, (field, at) => {
      const type = this.typeOf<GraphQLInputType>(field.schema, at, (schema, where) => this.inputObject(schema, where));
      return {
        type: isRequired(field) ? new GraphQLNonNull(type) : type,
        description: field.description,
        defaultValue: isPrintable(type) ? field.defaultValue : undefined,
      };
    });
  }

  /** @throws Error at a shape without a GraphQL type, naming its place. */
  outputObject(given: z.core.$ZodType, place: TypePlace): GraphQLObjectType {
    const schema = objectIn(given, place);
    refuseEmpty(schema, place);
    return known(this.outputs, schema, () => {
      const fields = mapFields(schema, place, (field, at): GraphQLFieldConfig<unknown, unknown> => {
        const type = this.typeOf<GraphQLOutputType>(field.schema, at, (inner, where) =>
          this.outputObject(inner, where),
        );
        return { type: mayBeNull(field) ? type : new GraphQLNonNull(type), description: field.description };
      });
      const name = `${typeNameOf(schema, place)}Output`;
      return new GraphQLObjectType({
        name,
        description: unwrap(given).description ?? `What ${place.path} holds.`,
        fields,
      });
    });
  }

  private inputObject(schema: z.ZodObject, place: TypePlace): GraphQLInputObjectType {
    refuseEmpty(schema, place);
    return known(this.inputs, schema, () => {
      const name = `${typeNameOf(schema, place)}Input`;
      const { description } = unwrap(schema);
      return new GraphQLInputObjectType({ name, description, fields: this.inputFields(schema, place) });
    });
  }

  private typeOf<Type extends GraphQLInputType | GraphQLOutputType>(
    schema: z.core.$ZodType,
    place: TypePlace,
    makeObject: MakeObject<Type>,
  ): GraphQLNullableType & Type {
    // Leaf types are of both directions, and so are lists of them; that the generic type cannot say.
    return this.anyTypeOf(schema, place, makeObject as MakeObject<never>) as GraphQLNullableType & Type;
  }

  private anyTypeOf(schema: z.core.$ZodType, place: TypePlace, makeObject: MakeObject<never>): GraphQLNullableType {
    const scalar = scalarOf(schema, place);
    if (scalar !== null) return scalar;
    if (schema instanceof z.ZodEnum) return known(this.leaves, schema, () => enumType(schema, place));
    if (schema instanceof z.ZodObject) return makeObject(schema, place);
    if (!(schema instanceof z.ZodArray)) throw untypable(place, `it is a ${schema.constructor.name}.`);
    const item = unwrap(schema.element);
    const type = this.anyTypeOf(item.schema, place, makeObject);
    return new GraphQLList(mayBeNull(item) ? type : new GraphQLNonNull(type));
  }
}

function objectIn(given: z.core.$ZodType, place: TypePlace): z.ZodObject {
  const { schema } = unwrap(given);
  if (schema instanceof z.ZodObject && !isLoose(schema)) return schema;
  throw untypable(place, 'it has to be an object whose fields are known.');
}

function mapFields<Field>(
  schema: z.ZodObject,
  place: TypePlace,
  map: (field: Unwrapped, place: TypePlace) => Field,
): Record<string, Field> {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const at = fieldPlace(place, name);
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw untypable(at, 'the name of a field is camelCase.');
    return [name, map(unwrap(field), at)] as const;
  });
  return Object.fromEntries(fields);
}

function refuseEmpty({ shape }: z.ZodObject, place: TypePlace): void {
  if (Object.keys(shape).length === 0) throw untypable(place, 'it is an object without fields.');
}

function isRequired(field: Unwrapped): boolean {
  return !mayBeNull(field) && field.defaultValue === undefined;
}

/** What may be anything may be null. */
function mayBeNull({ schema, isOptional, isNullable }: Unwrapped): boolean {
  return isOptional || isNullable || schema instanceof z.ZodUnknown;
}

/** Whether GraphQL can print a default of the type. */
function isPrintable(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  return isLeafType(named) && named !== GraphQLJSON;
}

function known<Key, Type>(types: Map<Key, Type>, key: Key, make: () => Type): Type {
  const type = types.get(key) ?? make();
  types.set(key, type);
  return type;
}
