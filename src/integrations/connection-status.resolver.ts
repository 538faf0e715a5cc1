import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { fromJson } from '../platform/database/json-text.js';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { ProblemType } from '../platform/graphql/problem.type.js';
import { whenLoaded, type Loaded } from '../platform/graphql/row-loaders.js';
import type { Scope } from '../scope.js';
import { ConnectionStatusType } from './connection-status.type.js';
import { problemView, reconnectUrlOf } from './problem-view.js';
import type { VisibleIntegration } from './visible-integration.js';

@Resolver(() => ConnectionStatusType)
export class ConnectionStatusResolver {
  @FieldResolver(() => DateTime, { description: 'When it came into this state.' })
  since(@Root() integration: VisibleIntegration): number {
    return integration.stateSince;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the state is CONNECTED.' })
  connected(@Root() integration: VisibleIntegration): boolean {
    return integration.state === 'CONNECTED';
  }

  @FieldResolver(() => [String], { description: 'What the owner consented to.' })
  grantedScopes(@Root() integration: VisibleIntegration): string[] {
    return fromJson(integration.grantedScopes);
  }

  @FieldResolver(() => [String], {
    description: "Scopes that the provider's configuration asks for and this grant lacks.",
  })
  missingScopes(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): Loaded<string[]> {
    if (!holdsGrant(integration)) return [];
    return whenLoaded(scope.load.providerSettings.load(integration.providerId), ({ scopes }) => {
      const granted = fromJson(integration.grantedScopes);
      return scopes.filter((wanted) => !granted.includes(wanted));
    });
  }

  @FieldResolver(() => ProblemType, { nullable: true, description: 'What is wrong now; null where nothing is.' })
  problem(@Root() integration: VisibleIntegration, @Ctx('scope') scope: Scope): ProblemType | null {
    const { publicUrl } = scope.services.providers;
    return problemView(integration.problem, () =>
      integration.state === 'REAUTHORIZATION_REQUIRED' ? reconnectUrlOf(publicUrl, integration.id) : null,
    );
  }
}

function holdsGrant({ authMethod, state }: VisibleIntegration): boolean {
  return authMethod === 'OAUTH2' && (state === 'CONNECTED' || state === 'REAUTHORIZATION_REQUIRED');
}
