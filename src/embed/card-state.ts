import type { CardIntegrationFragment, CardProblemFragment, CardProviderFragment } from './gql/graphql.js';

/** How an account stands, in the one word that its badge says. */
export type Badge = 'connected' | 'needsYou' | 'paused' | 'disconnected' | 'none';

/** What a card shows. */
export interface CardState {
  provider: CardProviderFragment;
  /** Null where nothing was ever linked. */
  account: CardIntegrationFragment | null;
}

export function badgeOf({ account }: CardState): Badge {
  if (account === null) return 'none';
  const { state, missingScopes } = account.connectionStatus;
  if (state === 'REAUTHORIZATION_REQUIRED') return 'needsYou';
  if (state !== 'CONNECTED') return account.accountLabel === null ? 'none' : 'disconnected';
  if (missingScopes.length > 0) return 'needsYou';
  return pausedRun(account) === undefined ? 'connected' : 'paused';
}

/** What is wrong with the account, or with the last run of what is synced from it. */
export function problemOf({ account }: CardState): CardProblemFragment | null {
  if (account === null) return null;
  if (account.connectionStatus.problem !== null) return account.connectionStatus.problem;
  if (account.connectionStatus.state !== 'CONNECTED') return null;
  const failed = account.syncs.find(({ lastRun }) => lastRun?.state === 'FAILED');
  return (pausedRun(account) ?? failed?.lastRun)?.problem ?? null;
}

function pausedRun({ syncs }: CardIntegrationFragment) {
  return syncs.find(({ lastRun }) => lastRun?.state === 'PAUSED')?.lastRun ?? undefined;
}

/** The one that a card shows of the accounts that somebody has at a provider: one that works, else the newest. */
export function chooseAccount(accounts: readonly CardIntegrationFragment[]): CardIntegrationFragment | null {
  const rank = { CONNECTED: 0, REAUTHORIZATION_REQUIRED: 1, PENDING: 2, DISCONNECTED: 2 };
  // Ids grow with time.
  const [first] = accounts.toSorted(
    (one, other) =>
      rank[one.connectionStatus.state] - rank[other.connectionStatus.state] || (one.id < other.id ? 1 : -1),
  );
  return first ?? null;
}

/**
 * The integration that connecting is to mend, null for one of its own: who was disconnected may come back with
 * another account.
 */
export function integrationToMend({ account }: CardState): string | null {
  if (account === null) return null;
  return account.connectionStatus.state === 'DISCONNECTED' && account.accountLabel !== null ? null : account.id;
}
