import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Role } from './viewer.js';

registerEnumType(Role, {
  name: 'Role',
  description: 'What a viewer may see and change.',
  valuesConfig: {
    USER: { description: 'An end user of the host product: sees and changes only their own integrations.' },
    ADMIN: { description: 'An administrator of one tenant: all integrations of that tenant.' },
    OPERATOR: { description: 'Runs the hub: every tenant, provider configuration, jobs, alerts.' },
  },
});

@ObjectType('Viewer', { description: 'Who is asking.', simpleResolvers: true })
export class ViewerType {
  @Field(() => ID, { nullable: true, description: 'Tenant that new integrations belong to.' })
  tenantId!: string | null;

  @Field(() => ID, { nullable: true, description: 'User that new integrations belong to.' })
  userId!: string | null;

  @Field(() => Role)
  role!: Role;
}
