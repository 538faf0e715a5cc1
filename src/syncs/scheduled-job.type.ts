import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import type { JobStatus } from '../platform/jobs/jobs.js';

@ObjectType('ScheduledJob', { description: 'A job of the scheduler (Agenda).', simpleResolvers: true })
export class ScheduledJobType implements JobStatus {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Cron expression or interval; null for a job that runs once.' })
  schedule!: string | null;

  @Field(() => DateTime, { nullable: true })
  nextRunAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  lastRunAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  lastFinishedAt!: number | null;

  @Field(() => Int)
  failCount!: number;

  @Field(() => String, { nullable: true })
  failReason!: string | null;

  @Field(() => Boolean)
  running!: boolean;
}
