import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { reconnectUrlOf } from '../../integrations/problem-view.js';
import { payloadOf } from '../../platform/graphql/user-error.type.js';
import type { Scope } from '../../scope.js';
import { CallProviderInput, CallProviderPayload } from './call-provider.type.js';

const NOTHING = { status: null, headers: null, body: null, bodyFormat: null };

@Resolver()
export class CallProviderResolver {
  @Mutation(() => CallProviderPayload, {
    description:
      "Calls the provider's API as the owner of the integration, for what there is no action for. For administrators, unless the provider is open to owners. A write is sent once.",
  })
  callProvider(
    @Arg('input', () => CallProviderInput) input: CallProviderInput,
    @Ctx('scope') scope: Scope,
  ): Promise<CallProviderPayload> {
    const { providerCalls, providers } = scope.services;
    return payloadOf(
      () => providerCalls.call(scope.read, input),
      NOTHING,
      reconnectUrlOf(providers.publicUrl, input.integrationId),
    );
  }
}
