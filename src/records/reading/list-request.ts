import { isGiven } from '../../platform/graphql/is-given.js';
import { isFacet } from './facet-text.js';
import { lastPlace, type FacetColumn } from './index-columns.js';
import type { IndexPlan } from './index-plan.js';

/** What a client passes to a model's list; filters stand among these by their names. */
export interface ListArguments extends Readonly<Record<string, unknown>> {
  integrationId: string;
  first: number;
  after?: string | null;
  reverse: boolean;
  includeDeleted: boolean;
}

/** What of a model's records is wanted, as the columns hold it. */
export interface WantedRecords {
  integrationId: string;
  model: string;
  /** The first is looked up, the others are compared. */
  facets: readonly { column: FacetColumn; text: string }[];
  /** Sort keys, the first of them included, the last left out; null where those without a time count too. */
  times: { from: number; until: number } | null;
  direction: 'ASC' | 'DESC';
}

export function wantedBy(plan: IndexPlan, args: ListArguments): WantedRecords {
  const { filters, order } = plan.reading;
  return {
    integrationId: args.integrationId,
    model: plan.model,
    facets: Object.keys(filters).flatMap((name) => {
      const value = args[name];
      return isFacet(value) ? [{ column: plan.columnOf(name), text: plan.textOf(name, value) }] : [];
    }),
    times: timesBetween(argument(args, order.after), argument(args, order.before)),
    direction: args.reverse ? opposite(order.direction) : order.direction,
  };
}

function argument(args: ListArguments, name: string | undefined): unknown {
  return name === undefined ? undefined : args[name];
}

function timesBetween(after: unknown, before: unknown): WantedRecords['times'] {
  if (!isGiven(after) && !isGiven(before)) return null;
  return {
    from: after instanceof Date ? after.getTime() : lastPlace('DESC') + 1,
    until: before instanceof Date ? before.getTime() : lastPlace('ASC'),
  };
}

function opposite(direction: 'ASC' | 'DESC'): 'ASC' | 'DESC' {
  return direction === 'ASC' ? 'DESC' : 'ASC';
}
