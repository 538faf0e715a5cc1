import {
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLFieldConfigMap,
  type GraphQLSchema,
} from 'graphql';
import { payloadOf } from '../../platform/graphql/user-error.type.js';
import { plainInput } from '../../platform/graphql/zod-types/plain-input.js';
import { ZodTypes } from '../../platform/graphql/zod-types/zod-types.js';
import { providerDeclaration } from '../../providers/provider.js';
import type { GraphQLContext } from '../../scope.js';
import { requireRole } from '../../viewer/require-role.js';
import type { ProviderView } from '../provider-view.js';

/** `declareProvider`, its input made of the declaration's schema, and `removeProvider`. */
export function declaredProviderMutations(schema: GraphQLSchema): GraphQLFieldConfigMap<unknown, GraphQLContext> {
  const provider = schema.getType('Provider') as GraphQLObjectType;
  const userErrors = {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(schema.getType('UserError') as GraphQLObjectType))),
  };
  const place = { path: 'declareProvider.input', typeName: 'DeclareProvider', family: 'Declared' };
  const fields = new ZodTypes().inputFields(providerDeclaration, place);
  const declaration = new GraphQLInputObjectType({
    name: 'DeclareProviderInput',
    description: providerDeclaration.description,
    fields,
  });
  const removal = new GraphQLInputObjectType({
    name: 'RemoveProviderInput',
    fields: { providerId: { type: new GraphQLNonNull(GraphQLID) } },
  });
  return {
    declareProvider: {
      description:
        'Makes a provider of any OAuth 2.0 or OpenID Connect service, without code: accounts can be linked, lists of its JSON API are synced, and callProvider reaches the rest. Declared again under the same id it is as declared last; accounts stay linked. Its client comes by configureProvider. OPERATOR.',
      type: new GraphQLNonNull(
        new GraphQLObjectType({
          name: 'DeclareProviderPayload',
          fields: { provider: { type: provider }, userErrors },
        }),
      ),
      args: { input: { type: new GraphQLNonNull(declaration) } },
      resolve: (_, args, { scope }) => {
        requireRole(scope.viewer, 'OPERATOR');
        const input = plainInput(providerDeclaration, args.input);
        return payloadOf<{ provider: ProviderView | null }>(
          async () => ({ provider: await scope.services.providers.declare(input, scope.viewer) }),
          { provider: null },
        );
      },
    },
    removeProvider: {
      description:
        'Forgets a declared provider and its client, once no account is linked there any more. Records that were synced stay until their integrations go. OPERATOR.',
      type: new GraphQLNonNull(
        new GraphQLObjectType({
          name: 'RemoveProviderPayload',
          fields: {
            removedProviderId: { type: GraphQLID, description: 'Null where it was not removed.' },
            userErrors,
          },
        }),
      ),
      args: { input: { type: new GraphQLNonNull(removal) } },
      resolve: (_, args, { scope }) => {
        requireRole(scope.viewer, 'OPERATOR');
        const { providerId } = args.input as { providerId: string };
        return payloadOf<{ removedProviderId: string | null }>(
          async () => {
            await scope.services.providers.removeDeclared(providerId, scope.viewer);
            return { removedProviderId: providerId };
          },
          { removedProviderId: null },
        );
      },
    },
  };
}
