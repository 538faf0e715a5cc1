import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { Node } from '../platform/graphql/node.type.js';
import { SyncKind, SyncState, SyncTrigger } from './sync-state.js';
import './sync.type.js';

registerEnumType(SyncKind, {
  name: 'SyncKind',
  description: 'How much a run reads.',
  valuesConfig: {
    FULL: { description: 'Reads everything; what is no longer there is marked deleted.' },
    INCREMENTAL: { description: 'Reads what changed since the last cursor.' },
    REALTIME: { description: "One webhook's change." },
  },
});

registerEnumType(SyncTrigger, {
  name: 'SyncTrigger',
  description: 'Why a run began.',
  valuesConfig: {
    INITIAL: { description: 'The account was connected or reconnected.' },
    SCHEDULE: { description: 'It was due.' },
    MANUAL: { description: 'Somebody asked for it.' },
    WEBHOOK: { description: 'The provider told of a change.' },
  },
});

/** Values are rows of `sync_log`. */
@ObjectType('SyncLog', { implements: Node, description: 'One run of a sync.', simpleResolvers: true })
export class SyncLogType {
  @Field(() => String)
  model!: string;

  @Field(() => SyncKind)
  kind!: SyncKind;

  @Field(() => SyncTrigger)
  trigger!: SyncTrigger;

  @Field(() => ID, { nullable: true, description: 'The user who asked for it; null where nobody did.' })
  triggeredBy!: string | null;

  @Field(() => SyncState)
  state!: SyncState;

  @Field(() => DateTime)
  queuedAt!: number;

  @Field(() => DateTime, { nullable: true })
  startedAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt!: number | null;

  @Field(() => Int, { description: 'Pages read and stored so far.' })
  pages!: number;

  @Field(() => Int)
  apiCalls!: number;

  @Field(() => Int, { description: 'Calls that were tried again.' })
  retries!: number;

  @Field(() => Int)
  added!: number;

  @Field(() => Int)
  updated!: number;

  @Field(() => Int)
  deleted!: number;

  @Field(() => Int, { description: 'Objects read that were stored already, the same.' })
  unchanged!: number;
}
