import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { connectionType } from '../platform/graphql/pagination/connection.type.js';
import { Role } from '../viewer/viewer.js';
import { AuditAction } from './audit-action.js';

registerEnumType(AuditAction, {
  name: 'AuditAction',
  description: 'What somebody did.',
  valuesConfig: {
    CONNECTED: { description: 'Linked an account, or connected it again.' },
    DISCONNECTED: { description: 'Took the grant back and erased the credentials.' },
    PROVIDER_CONFIGURED: { description: 'Stored what connecting to a provider needs.' },
    PROVIDER_DECLARED: { description: 'Declared a provider.' },
    PROVIDER_REMOVED: { description: 'Removed a declared provider.' },
    ACTION_RUN: { description: 'Ran an action; `subject` is its name.' },
    PROVIDER_CALLED: {
      description: "Called a provider's API; `subject` is the method and the path without its query.",
    },
    SYNC_TRIGGERED: { description: 'Started syncs; `subject` names the models.' },
    SYNC_CANCELLED: { description: 'Cancelled a run; `subject` is its id.' },
    SYNC_UPDATED: { description: 'Changed when a sync runs; `subject` is its id.' },
    WEBHOOK_EVENTS_REPLAYED: {
      description: 'Had webhook events processed once more; `subject` is an id, or how many.',
    },
    WEBHOOK_PAYLOAD_READ: { description: 'Read what a provider sent; `subject` is the id of the event.' },
    ALERT_ACKNOWLEDGED: { description: 'Said that an alert was seen; `subject` is its id.' },
  },
});

/** Values are rows of `audit_entry`. */
@ObjectType('AuditEntry', {
  description: 'That somebody did something. Never changed, but for the outcome of what was under way; removed by age.',
  simpleResolvers: true,
})
export class AuditEntryType {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  at!: number;

  @Field(() => AuditAction)
  action!: AuditAction;

  @Field(() => String, { description: 'Tenant of who did it.' })
  tenantId!: string;

  @Field(() => String, { description: 'Who did it.' })
  userId!: string;

  @Field(() => Role, { nullable: true, description: 'As whom; null where a provider sent their browser back.' })
  role!: Role | null;

  @Field(() => String, { nullable: true, description: 'How they proved it: operator-key, jwt or session.' })
  via!: string | null;

  @Field(() => ID, { nullable: true })
  integrationId!: string | null;

  @Field(() => ID, { nullable: true })
  providerId!: string | null;

  @Field(() => String, { nullable: true, description: 'What else it was about: see AuditAction. Never an input.' })
  subject!: string | null;

  @Field(() => String, {
    description:
      'SUCCEEDED, or the code of the error. Of an action or a call of a provider STARTED while it is under way, and INTERRUPTED where the hub stopped during it: it may have had its effect.',
  })
  outcome!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The `X-Request-Id` of the answer, and of the lines of the log.',
  })
  requestId!: string | null;
}

export const AuditEntryConnection = connectionType('AuditEntry', () => AuditEntryType);

@InputType('AuditLogFilter', { description: 'Entries that have all of what is given.' })
export class AuditLogFilter {
  @Field(() => ID, { nullable: true })
  integrationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who did it.' })
  userId?: string | null;

  @Field(() => AuditAction, { nullable: true })
  action?: AuditAction | null;

  @Field(() => String, { nullable: true, description: 'E.g. INTERRUPTED.' })
  outcome?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what was done after this.' })
  after?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what was done before this.' })
  before?: Date | null;
}
