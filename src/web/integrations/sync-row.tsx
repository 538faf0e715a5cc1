import { ActionButton } from '../action-button.js';
import { isUnderWay } from '../dashboard/dashboard-state.js';
import type { PageSyncFragment, PageSyncLogFragment } from '../gql/graphql.js';
import { formatCount, modelWords, progressWords, syncWords } from './integration-words.js';
import { Moment } from './moment.js';
import { ProblemNote } from './problem-note.js';
import { StatusBadge } from './status-badge.js';

interface Props {
  sync: PageSyncFragment;
  latestRun: PageSyncLogFragment | undefined;
  /** Nothing is synced while the account is disconnected; what was synced may still be here. */
  isDisconnected: boolean;
  onCancel: (run: PageSyncLogFragment) => Promise<void>;
}

const NOT_SYNCING = { label: 'Not syncing', tone: 'quiet' } as const;

/** One model: how many records, how its sync stands, and what the latest run did. */
export function SyncRow({ sync, latestRun, isDisconnected, onCancel }: Props) {
  const name = modelWords(sync.model);
  return (
    <li className="sync" data-model={sync.model}>
      <div className="sync-head">
        <h4>{name}</h4>
        <span className="count">
          <strong>{formatCount(sync.recordCount)}</strong> {sync.recordCount === 1 ? 'record' : 'records'}
        </span>
        <StatusBadge {...(isDisconnected ? NOT_SYNCING : syncWords(sync, latestRun))} />
        {isUnderWay(latestRun) && (
          <ActionButton
            label="Cancel"
            busyLabel="Cancelling…"
            about={`the sync of ${name}`}
            onPress={() => onCancel(latestRun)}
          />
        )}
      </div>
      {latestRun !== undefined && <RunLine run={latestRun} />}
      {!isDisconnected && latestRun?.problem && <ProblemNote problem={latestRun.problem} />}
      {!isDisconnected && <ScheduleLine sync={sync} />}
    </li>
  );
}

function RunLine({ run }: { run: PageSyncLogFragment }) {
  return (
    <p className="fine">
      {isUnderWay(run) && <progress aria-label={`Sync of ${modelWords(run.model)}`} />}
      {progressWords(run)}
      {run.finishedAt !== null && (
        <>
          , <Moment at={run.finishedAt} />
        </>
      )}
    </p>
  );
}

function ScheduleLine({ sync }: { sync: PageSyncFragment }) {
  if (!sync.enabled) return <p className="fine">Switched off: it is not synced by itself.</p>;
  if (sync.nextRunAt === null) return null;
  return (
    <p className="fine">
      Next sync <Moment at={sync.nextRunAt} />
    </p>
  );
}
