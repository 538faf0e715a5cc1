import { HubError } from '../../platform/errors/hub-error.js';
import type { Jobs } from '../../platform/jobs/jobs.js';
import type { Db } from '../../tables.js';
import { fillSome } from './fill-index.js';
import type { IndexPlan, IndexPlans } from './index-plan.js';
import { isFilled, notePlans } from './index-state.js';

export interface RecordIndexDependencies {
  db: Db;
  jobs: Pick<Jobs, 'define' | 'enqueue' | 'every'>;
  plans: IndexPlans;
  clock: () => number;
}

const FILL_JOB = 'fill-record-index';

/** Sees to it that a list shows a model's older records too, before anybody reads it. */
export class RecordIndex {
  /** Models of which all is stored: it stays so, since whatever is written later is stored with it. */
  private readonly ready = new Set<string>();

  constructor(private readonly deps: RecordIndexDependencies) {}

  /** The plan of a model's list, or null where it has none. */
  planOf(model: string): IndexPlan | null {
    return this.deps.plans.get(model) ?? null;
  }

  /** @throws HubError CONFLICT while older records are still missing from the model's list. */
  async requireReady(plan: IndexPlan): Promise<void> {
    if (this.ready.has(plan.model)) return;
    if (!(await isFilled(this.deps.db, plan))) {
      throw new HubError(
        'CONFLICT',
        `The hub has just been updated and is still sorting the ${plan.model} records that it had before. Ask again in a minute; Integration.records shows them meanwhile.`,
      );
    }
    this.ready.add(plan.model);
  }

  /** Announces the jobs; before the scheduler starts. */
  defineJobs(): void {
    const { jobs } = this.deps;
    jobs.define({
      name: FILL_JOB,
      concurrency: 1,
      run: async ({ signal, touch }) => {
        while (!signal.aborted && (await this.fillSome())) await touch();
      },
    });
  }

  /** What little there is to do is done at once, the rest by jobs. */
  async start(): Promise<void> {
    const { db, jobs, plans } = this.deps;
    await notePlans(db, plans);
    await jobs.every(FILL_JOB, '10 minutes');
    if ((await this.fillSome()) && (await this.fillSome())) await jobs.enqueue(FILL_JOB, {});
  }

  private fillSome(): Promise<boolean> {
    const { db, plans, clock } = this.deps;
    return fillSome(db, plans, clock());
  }
}
