import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { Node } from '../platform/graphql/node.type.js';
import { SyncState } from './sync-state.js';

registerEnumType(SyncState, {
  name: 'SyncState',
  description: 'How far a run has come.',
  valuesConfig: {
    QUEUED: { description: 'Begins as soon as a place is free.' },
    RUNNING: { description: 'Reads page by page; what is read is stored at once.' },
    PAUSED: {
      description: "Waiting at its checkpoint for the provider's rate limit or an outage; goes on by itself.",
    },
    SUCCEEDED: { description: 'Read to its end.' },
    FAILED: { description: 'Ended by a problem; what it stored stays.' },
    CANCELLED: { description: 'Ended because somebody asked for it; what it stored stays.' },
  },
});

/** Values are rows of `sync`. */
@ObjectType('Sync', {
  implements: Node,
  description: 'One model of one integration, kept in step.',
  simpleResolvers: true,
})
export class SyncType {
  @Field(() => String)
  model!: string;

  @Field(() => SyncState, { nullable: true, description: 'State of the latest run; null before the first.' })
  state!: SyncState | null;

  @Field(() => DateTime, { nullable: true })
  lastSuccessAt!: number | null;

  @Field(() => Int, { description: 'Records that are not deleted.' })
  recordCount!: number;
}
