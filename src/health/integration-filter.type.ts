import { Field, ID, InputType } from 'type-graphql';
import { ConnectionState } from '../integrations/connection-state.js';
import { HealthState } from './health-state.js';

@InputType('IntegrationFilter', { description: 'Integrations that have all of what is given.' })
export class IntegrationFilter {
  @Field(() => ID, { nullable: true })
  providerId?: string | null;

  @Field(() => ConnectionState, { nullable: true })
  state?: ConnectionState | null;

  @Field(() => HealthState, { nullable: true })
  health?: HealthState | null;

  @Field(() => ID, { nullable: true })
  userId?: string | null;

  @Field(() => ID, { nullable: true })
  tenantId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Part of the account's label, or of its user's or tenant's id, in upper or lower case (of A to Z).",
  })
  search?: string | null;
}
