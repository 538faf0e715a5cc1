import { Ctx, Query, Resolver } from 'type-graphql';
import type { Scope } from '../scope.js';
import { requireRole } from '../viewer/require-role.js';
import type { KeyUse } from './sealed-values.js';
import { SealingKeyType } from './sealing-key.type.js';

@Resolver()
export class SealingKeysResolver {
  @Query(() => [SealingKeyType], {
    description:
      "OPERATOR. The hub's encryption keys, and how far a rotation has come. Looks at every sealed value: ask seldom.",
  })
  sealingKeys(@Ctx('scope') { viewer, services }: Scope): Promise<KeyUse[]> {
    requireRole(viewer, 'OPERATOR');
    return services.sealedValues.byKey();
  }
}
