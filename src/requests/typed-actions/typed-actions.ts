import type { GraphQLFieldConfigMap, GraphQLObjectType } from 'graphql';
import { actionMutation, typePrefix } from '../../integrations/action-mutation.js';
import { ZodTypes } from '../../platform/graphql/zod-types/zod-types.js';
import type { ProviderDefinition } from '../../providers/provider.js';
import type { GraphQLContext } from '../../scope.js';
import { typedAction } from './typed-action.js';

/**
 * A mutation for each action of the providers.
 * @param userError The type of what the caller can mend.
 * @throws Error at an action whose input or output GraphQL has no types for.
 */
export function typedActions(
  providers: readonly ProviderDefinition[],
  userError: GraphQLObjectType,
): GraphQLFieldConfigMap<unknown, GraphQLContext> {
  const types = new ZodTypes();
  const mutations = providers.flatMap((provider) =>
    provider.actions.map((action) => {
      const mutation = actionMutation(provider.id, action.name);
      const family = typePrefix(provider.id);
      return [mutation, typedAction({ provider, action, mutation, family, types, userError })] as const;
    }),
  );
  return Object.fromEntries(mutations);
}
