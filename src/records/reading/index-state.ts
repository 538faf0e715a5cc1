import type { Db } from '../../tables.js';
import type { IndexPlan, IndexPlans } from './index-plan.js';

/** Notes for each model by which plan its records are stored; what another plan stored counts as nothing. */
export async function notePlans(db: Db, plans: IndexPlans): Promise<void> {
  for (const { model, stamp } of plans.values()) {
    await db
      .insertInto('record_index')
      .values({ model, stamp, filledTo: '', filledAt: null })
      .onConflict((conflict) =>
        conflict
          .column('model')
          .doUpdateSet({ stamp, filledTo: '', filledAt: null })
          .where('record_index.stamp', '!=', stamp),
      )
      .execute();
  }
}

/** Whether every record of the model is stored as its plan says. */
export async function isFilled(db: Db, { model, stamp }: IndexPlan): Promise<boolean> {
  const row = await db
    .selectFrom('record_index')
    .select('filledAt')
    .where('model', '=', model)
    .where('stamp', '=', stamp)
    .executeTakeFirst();
  return row !== undefined && row.filledAt !== null;
}

/** The plans of which older records may be missing, and the record from which on; null where there are none. */
export async function findUnfilled(
  db: Db,
  plans: IndexPlans,
): Promise<{ plans: readonly IndexPlan[]; after: string } | null> {
  const rows = await db.selectFrom('record_index').selectAll().where('filledAt', 'is', null).execute();
  const unfilled = rows.filter(({ model, stamp }) => plans.get(model)?.stamp === stamp);
  const [first] = unfilled.map(({ filledTo }) => filledTo).toSorted();
  if (first === undefined) return null;
  return { plans: unfilled.flatMap(({ model }) => plans.get(model) ?? []), after: first };
}

/** @param to the last record that was looked at; null where there are no more. */
export async function noteFilled(db: Db, plans: readonly IndexPlan[], to: string | null, now: number): Promise<void> {
  for (const { model, stamp } of plans) {
    await db
      .updateTable('record_index')
      .set(to === null ? { filledAt: now } : { filledTo: to })
      .where('model', '=', model)
      .where('stamp', '=', stamp)
      .execute();
  }
}
