import { useId, useRef, useState, type SubmitEvent } from 'react';
import type { PageIntegrationFragment } from '../gql/graphql.js';
import { integrationName } from './integration-words.js';

interface Props {
  integration: PageIntegrationFragment;
  onDisconnect: (deleteRecords: boolean) => Promise<void>;
}

/** Asks once more before it disconnects, and whether what was synced goes too. */
export function DisconnectButton({ integration, onDisconnect }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [deleteRecords, setDeleteRecords] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const name = integrationName(integration);

  function ask(): void {
    setDeleteRecords(false);
    dialog.current?.showModal();
  }

  async function disconnect(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    await onDisconnect(deleteRecords);
    setBusy(false);
    dialog.current?.close();
  }

  return (
    <>
      <button type="button" className="quiet" onClick={ask}>
        Disconnect<span className="unseen"> {name}</span>
      </button>
      <dialog ref={dialog} aria-labelledby={id}>
        <form onSubmit={(event) => void disconnect(event)}>
          <h2 id={id}>Disconnect {name}?</h2>
          <p>
            The hub gives its access back to {integration.provider.name} and stops syncing. You can connect again later.
          </p>
          <label className="check">
            <input
              type="checkbox"
              checked={deleteRecords}
              onChange={(event) => setDeleteRecords(event.target.checked)}
            />
            Also delete what was synced
          </label>
          <div className="row end">
            <button type="button" autoFocus onClick={() => dialog.current?.close()}>
              Keep it
            </button>
            <button type="submit" className="danger" aria-disabled={busy}>
              {busy ? 'Disconnecting…' : 'Disconnect'}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
