import { GraphQLObjectType, GraphQLSchema, type GraphQLFieldConfigMap } from 'graphql';

/** The schema with further mutations. @throws Error where it has one of the name already. */
export function addMutations<Context>(
  schema: GraphQLSchema,
  mutations: GraphQLFieldConfigMap<unknown, Context>,
): GraphQLSchema {
  const { types, mutation, ...config } = schema.toConfig();
  const present = mutation?.toConfig() ?? { name: 'Mutation', fields: {} };
  const taken = Object.keys(mutations).find((name) => name in present.fields);
  if (taken !== undefined) throw new Error(`There are two mutations ${taken}.`);
  return new GraphQLSchema({
    ...config,
    types: types.filter((type) => type !== mutation),
    mutation: new GraphQLObjectType({ ...present, fields: { ...present.fields, ...mutations } }),
  });
}
