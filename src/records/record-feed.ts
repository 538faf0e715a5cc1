import type { Transaction } from 'kysely';
import type { Tables } from '../tables.js';

/**
 * Takes the next `count` numbers of an integration's change feed and gives the one before them.
 * Holds the feed's row lock until the transaction ends, so numbers become visible in their order.
 */
export async function takeSequences(trx: Transaction<Tables>, integrationId: string, count: number): Promise<number> {
  const { lastSequence } = await trx
    .insertInto('record_feed')
    .values({ integrationId, lastSequence: count })
    .onConflict((conflict) =>
      conflict.column('integrationId').doUpdateSet((eb) => ({
        lastSequence: eb('record_feed.lastSequence', '+', eb.ref('excluded.lastSequence')),
      })),
    )
    .returning('lastSequence')
    .executeTakeFirstOrThrow();
  return lastSequence - count;
}
