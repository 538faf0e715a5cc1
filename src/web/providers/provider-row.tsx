import { ActionButton } from '../action-button.js';
import type { PageProvider } from '../dashboard/dashboard-state.js';
import { modelWords } from '../integrations/integration-words.js';

interface Props {
  provider: PageProvider;
  onConnect: () => Promise<void>;
}

/** One service, with a Connect button or with what has to happen before there is one. */
export function ProviderRow({ provider, onConnect }: Props) {
  const models = provider.models.map(({ name }) => modelWords(name)).join(', ');
  return (
    <li className="provider" data-provider={provider.id}>
      <div>
        <h3>{provider.name}</h3>
        {models !== '' && <p className="fine">Syncs {models}</p>}
        {!provider.configured && <SetUpHint provider={provider} />}
        {provider.docsUrl !== null && (
          <p className="fine">
            <a href={provider.docsUrl} target="_blank" rel="noreferrer">
              About {provider.name}’s API
            </a>
          </p>
        )}
      </div>
      <Connect provider={provider} onConnect={onConnect} />
    </li>
  );
}

function Connect({ provider, onConnect }: Props) {
  if (!provider.configured) return <span className="badge quiet">Not set up</span>;
  if (!provider.authMethods.includes('OAUTH2')) {
    return <p className="fine">Connects with a key, by the mutation connectWithApiKey.</p>;
  }
  return (
    <ActionButton label="Connect" busyLabel="Going there…" about={provider.name} kind="primary" onPress={onConnect} />
  );
}

function SetUpHint({ provider: { id, name, redirectUrl } }: Pick<Props, 'provider'>) {
  const prefix = id.toUpperCase().replaceAll('-', '_');
  return (
    <details className="fine">
      <summary>What an operator must do</summary>
      <p>
        Register an application at {name}
        {redirectUrl !== null && (
          <>
            {' '}
            with the redirect address <code>{redirectUrl}</code>
          </>
        )}
        . Then give the hub its client id and secret: as <code>{prefix}_CLIENT_ID</code> and{' '}
        <code>{prefix}_CLIENT_SECRET</code> in the environment, or by the mutation <code>configureProvider</code>.
      </p>
    </details>
  );
}
