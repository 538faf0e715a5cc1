import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLString,
  isInputType,
  getNullableType,
  type GraphQLArgumentConfig,
  type GraphQLFieldConfig,
  type GraphQLObjectType,
} from 'graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import type { GraphQLContext } from '../../scope.js';
import type { IndexPlan } from './index-plan.js';
import type { ListArguments } from './list-request.js';
import { listModel } from './model-list.js';

type Arguments = Record<string, GraphQLArgumentConfig>;

/**
 * The query field of a model's list.
 * @param type the model's GraphQL type, whose fields give the filters their types.
 */
export function listField(
  plan: IndexPlan,
  type: GraphQLObjectType,
  connection: GraphQLObjectType,
): GraphQLFieldConfig<unknown, GraphQLContext, ListArguments> {
  return {
    description: plan.reading.description,
    type: new GraphQLNonNull(connection),
    args: {
      integrationId: { type: new GraphQLNonNull(GraphQLID) },
      first: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 50, description: 'From 1 to 100.' },
      after: { type: GraphQLString },
      ...filterArguments(plan, type),
      ...orderArguments(plan),
      includeDeleted: {
        type: new GraphQLNonNull(GraphQLBoolean),
        defaultValue: false,
        description: 'Also what the provider deleted; its deletedAt says when the hub learnt of it.',
      },
    },
    resolve: (_root, args, { scope }) => listModel(scope, plan, args),
  };
}

function filterArguments({ model, reading }: IndexPlan, type: GraphQLObjectType): Arguments {
  return Object.fromEntries(
    Object.entries(reading.filters).map(([name, { description }]) => {
      const field = type.getFields()[name];
      const argument = field && getNullableType(field.type);
      if (!isInputType(argument)) throw new Error(`${model} has no field "${name}" that it can be filtered by.`);
      return [name, { type: argument, description }];
    }),
  );
}

function orderArguments({ reading: { order } }: IndexPlan): Arguments {
  const { after, before, direction } = order;
  const isByTime = after !== undefined || before !== undefined;
  const reversed = direction === 'ASC' ? 'The latest first.' : 'The earliest first.';
  return {
    ...(after !== undefined && { [after]: { type: DateTime, description: 'At this time or later.' } }),
    ...(before !== undefined && { [before]: { type: DateTime, description: 'Earlier than this.' } }),
    reverse: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: false,
      description: isByTime ? reversed : 'The last first.',
    },
  };
}
