import {
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
} from 'graphql';
import { capitalized } from '../../integrations/action-mutation.js';
import { reconnectUrlOf } from '../../integrations/problem-view.js';
import { payloadOf } from '../../platform/graphql/user-error.type.js';
import { plainInput } from '../../platform/graphql/zod-types/plain-input.js';
import { untypable } from '../../platform/graphql/zod-types/type-place.js';
import type { ZodTypes } from '../../platform/graphql/zod-types/zod-types.js';
import type { ActionDefinition, ProviderDefinition } from '../../providers/provider.js';
import type { GraphQLContext } from '../../scope.js';

export interface TypedActionParts {
  provider: ProviderDefinition;
  action: ActionDefinition;
  /** Its name, e.g. `slackPostMessage`. */
  mutation: string;
  /** What the provider's types begin with. */
  family: string;
  types: ZodTypes;
  userError: GraphQLObjectType;
}

/** What every action takes beside its own input. */
interface TypedInput extends Record<string, unknown> {
  integrationId: string;
  idempotencyKey?: string | null;
}

/** One action as a mutation: the same as `runAction`, with types. */
export function typedAction(parts: TypedActionParts): GraphQLFieldConfig<unknown, GraphQLContext> {
  const { provider, action } = parts;
  const input = { type: new GraphQLNonNull(inputType(parts)) };
  return {
    type: new GraphQLNonNull(payloadType(parts)),
    description: action.description,
    args: { input },
    resolve: (_, args, { scope }) => run(args.input as TypedInput, provider, action, scope),
  };
}

function run(
  { integrationId, idempotencyKey, ...fields }: TypedInput,
  provider: ProviderDefinition,
  action: ActionDefinition,
  { services, read }: GraphQLContext['scope'],
) {
  const request = {
    integrationId,
    providerId: provider.id,
    action: action.name,
    input: plainInput(action.input, fields),
    inputPath: ['input'],
    idempotencyKey,
  };
  return payloadOf(
    async () => ({ output: await services.actions.run(read, request) }),
    { output: null },
    reconnectUrlOf(services.providers.publicUrl, integrationId),
  );
}

function inputType({ provider, action, mutation, family, types }: TypedActionParts): GraphQLInputObjectType {
  const place = { path: `${mutation}.input`, typeName: capitalized(mutation), family };
  const own = types.inputFields(action.input, place);
  const common: Record<string, GraphQLInputFieldConfig> = {
    integrationId: { type: new GraphQLNonNull(GraphQLID), description: `An account linked at ${provider.name}.` },
    idempotencyKey: { type: GraphQLString, description: 'Two runs with the same key have one effect and one answer.' },
  };
  const taken = Object.keys(common).find((name) => name in own);
  if (taken !== undefined) throw untypable(place, `every action has a field ${taken} already.`);
  return new GraphQLInputObjectType({ name: `${capitalized(mutation)}Input`, fields: { ...common, ...own } });
}

function payloadType({ action, mutation, family, types, userError }: TypedActionParts): GraphQLObjectType {
  const place = { path: `${mutation}.output`, typeName: capitalized(mutation), family };
  const errors = new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(userError)));
  return new GraphQLObjectType({
    name: `${capitalized(mutation)}Payload`,
    description: `What ${mutation} gave.`,
    fields: {
      output: {
        type: types.outputObject(action.output, place),
        description: 'What the provider answered; null where it failed.',
      },
      userErrors: { type: errors },
    },
  });
}
