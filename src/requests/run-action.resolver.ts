import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { reconnectUrlOf } from '../integrations/problem-view.js';
import { payloadOf } from '../platform/graphql/user-error.type.js';
import type { Scope } from '../scope.js';
import { RunActionInput, RunActionPayload } from './run-action.type.js';

@Resolver()
export class RunActionResolver {
  @Mutation(() => RunActionPayload, { description: 'Does something at the provider, as the owner of the integration.' })
  async runAction(
    @Arg('input', () => RunActionInput) input: RunActionInput,
    @Ctx('scope') scope: Scope,
  ): Promise<Partial<RunActionPayload>> {
    const { actions, providers } = scope.services;
    return payloadOf(
      async () => ({ output: await actions.run(scope.read, input) }),
      { output: null },
      reconnectUrlOf(providers.publicUrl, input.integrationId),
    );
  }
}
