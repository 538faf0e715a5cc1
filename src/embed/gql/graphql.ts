/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How an account is linked. */
export type AuthMethod =
  /** The owner gives a key of the provider. */
  | 'API_KEY'
  /** User name and password. */
  | 'BASIC'
  /** The application itself is the account. */
  | 'CLIENT_CREDENTIALS'
  /** The owner consents at the provider; the hub keeps and refreshes the grant's tokens. */
  | 'OAUTH2';

/** Whether the hub can act for the owner. */
export type ConnectionState =
  /** The hub holds credentials that the provider takes. */
  | 'CONNECTED'
  /** The credentials were revoked and erased. */
  | 'DISCONNECTED'
  /** OAuth was started and has not come back. */
  | 'PENDING'
  /** The provider refuses our credentials; only the owner can mend it. */
  | 'REAUTHORIZATION_REQUIRED';

export type DisconnectIntegrationInput = {
  /** Also erase what was synced. It goes without tombstones: connectionStatusChanged tells of it, recordsChanged does not. */
  deleteRecords?: boolean;
  integrationId: string | number;
};

export type StartOAuthInput = {
  /** The consent counts only in the browser that sent this. False, with the operator key only, where the product's own server hands the address to its user's browser and answers for it. */
  bindBrowser?: boolean;
  /** To reconnect: the same integration is kept, with its syncs and records. */
  integrationId?: string | number | null | undefined;
  providerId: string | number;
  /** Where the browser ends up; must be of an allowed origin. It gets status and integrationId, or error, in its query. */
  returnUrl?: string | null | undefined;
  /** Asked for besides the provider's default scopes. */
  scopes?: Array<string> | null | undefined;
};

/** How much a run reads. */
export type SyncKind =
  /** Reads everything; what is no longer there is marked deleted. */
  | 'FULL'
  /** Reads what changed since the last cursor. */
  | 'INCREMENTAL'
  /** One webhook's change. */
  | 'REALTIME';

/** How far a run has come. */
export type SyncState =
  /** Ended because somebody asked for it; what it stored stays. */
  | 'CANCELLED'
  /** Ended by a problem; what it stored stays. */
  | 'FAILED'
  /** Waiting at its checkpoint for the provider's rate limit or an outage; goes on by itself. */
  | 'PAUSED'
  /** Begins as soon as a place is free. */
  | 'QUEUED'
  /** Reads page by page; what is read is stored at once. */
  | 'RUNNING'
  /** Read to its end. */
  | 'SUCCEEDED';

export type TriggerSyncInput = {
  /** A full run that read less than half of what is stored does not mark the rest deleted but fails and says so, in case the provider hid it; true lets it. */
  allowMassDeletion?: boolean;
  integrationId: string | number;
  kind?: SyncKind;
  /** All models where it is left out. */
  models?: Array<string> | null | undefined;
};

export type CardDisconnectMutationVariables = Exact<{
  input: DisconnectIntegrationInput;
}>;


export type CardDisconnectMutation = { disconnectIntegration: { integration: { id: string, userId: string, accountLabel: string | null, provider: { id: string }, connectionStatus: { state: ConnectionState, syncInProgress: boolean, lastSyncAt: string | null, missingScopes: Array<string>, problem: { code: string, message: string, retryAt: string | null } | null }, syncs: Array<{ lastRun: { state: SyncState, problem: { code: string, message: string, retryAt: string | null } | null } | null }> } | null, userErrors: Array<{ code: string, message: string }> } };

export type CardIntegrationFragment = { id: string, userId: string, accountLabel: string | null, provider: { id: string }, connectionStatus: { state: ConnectionState, syncInProgress: boolean, lastSyncAt: string | null, missingScopes: Array<string>, problem: { code: string, message: string, retryAt: string | null } | null }, syncs: Array<{ lastRun: { state: SyncState, problem: { code: string, message: string, retryAt: string | null } | null } | null }> };

export type CardProblemFragment = { code: string, message: string, retryAt: string | null };

export type CardProviderFragment = { id: string, name: string, configured: boolean, authMethods: Array<AuthMethod> };

export type CardIntegrationQueryVariables = Exact<{
  id: string | number;
}>;


export type CardIntegrationQuery = { integration: { id: string, userId: string, accountLabel: string | null, provider: { id: string, name: string, configured: boolean, authMethods: Array<AuthMethod> }, connectionStatus: { state: ConnectionState, syncInProgress: boolean, lastSyncAt: string | null, missingScopes: Array<string>, problem: { code: string, message: string, retryAt: string | null } | null }, syncs: Array<{ lastRun: { state: SyncState, problem: { code: string, message: string, retryAt: string | null } | null } | null }> } | null };

export type CardProviderQueryVariables = Exact<{
  providerId: string | number;
  tenantId: string | number;
  userId: string | number;
}>;


export type CardProviderQuery = { provider: { id: string, name: string, configured: boolean, authMethods: Array<AuthMethod> } | null, integrations: { nodes: Array<{ id: string, userId: string, accountLabel: string | null, provider: { id: string }, connectionStatus: { state: ConnectionState, syncInProgress: boolean, lastSyncAt: string | null, missingScopes: Array<string>, problem: { code: string, message: string, retryAt: string | null } | null }, syncs: Array<{ lastRun: { state: SyncState, problem: { code: string, message: string, retryAt: string | null } | null } | null }> }> } };

export type CardStartOAuthMutationVariables = Exact<{
  input: StartOAuthInput;
}>;


export type CardStartOAuthMutation = { startOAuth: { authorizationUrl: string | null, userErrors: Array<{ code: string, message: string }> } };

export type CardStatusChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CardStatusChangedSubscription = { connectionStatusChanged: { integration: { id: string, userId: string, accountLabel: string | null, provider: { id: string }, connectionStatus: { state: ConnectionState, syncInProgress: boolean, lastSyncAt: string | null, missingScopes: Array<string>, problem: { code: string, message: string, retryAt: string | null } | null }, syncs: Array<{ lastRun: { state: SyncState, problem: { code: string, message: string, retryAt: string | null } | null } | null }> } } };

export type CardTriggerSyncMutationVariables = Exact<{
  input: TriggerSyncInput;
}>;


export type CardTriggerSyncMutation = { triggerSync: { userErrors: Array<{ code: string, message: string }> } };

export type CardViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type CardViewerQuery = { viewer: { tenantId: string | null, userId: string | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CardProblemFragmentDoc = new TypedDocumentString(`
    fragment CardProblem on Problem {
  code
  message
  retryAt
}
    `, {"fragmentName":"CardProblem"}) as unknown as TypedDocumentString<CardProblemFragment, unknown>;
export const CardIntegrationFragmentDoc = new TypedDocumentString(`
    fragment CardIntegration on Integration {
  id
  userId
  accountLabel
  provider {
    id
  }
  connectionStatus {
    state
    syncInProgress
    lastSyncAt
    missingScopes
    problem {
      ...CardProblem
    }
  }
  syncs {
    lastRun {
      state
      problem {
        ...CardProblem
      }
    }
  }
}
    fragment CardProblem on Problem {
  code
  message
  retryAt
}`, {"fragmentName":"CardIntegration"}) as unknown as TypedDocumentString<CardIntegrationFragment, unknown>;
export const CardProviderFragmentDoc = new TypedDocumentString(`
    fragment CardProvider on Provider {
  id
  name
  configured
  authMethods
}
    `, {"fragmentName":"CardProvider"}) as unknown as TypedDocumentString<CardProviderFragment, unknown>;
export const CardDisconnectDocument = new TypedDocumentString(`
    mutation CardDisconnect($input: DisconnectIntegrationInput!) {
  disconnectIntegration(input: $input) {
    integration {
      ...CardIntegration
    }
    userErrors {
      code
      message
    }
  }
}
    fragment CardIntegration on Integration {
  id
  userId
  accountLabel
  provider {
    id
  }
  connectionStatus {
    state
    syncInProgress
    lastSyncAt
    missingScopes
    problem {
      ...CardProblem
    }
  }
  syncs {
    lastRun {
      state
      problem {
        ...CardProblem
      }
    }
  }
}
fragment CardProblem on Problem {
  code
  message
  retryAt
}`) as unknown as TypedDocumentString<CardDisconnectMutation, CardDisconnectMutationVariables>;
export const CardIntegrationDocument = new TypedDocumentString(`
    query CardIntegration($id: ID!) {
  integration(id: $id) {
    ...CardIntegration
    provider {
      ...CardProvider
    }
  }
}
    fragment CardIntegration on Integration {
  id
  userId
  accountLabel
  provider {
    id
  }
  connectionStatus {
    state
    syncInProgress
    lastSyncAt
    missingScopes
    problem {
      ...CardProblem
    }
  }
  syncs {
    lastRun {
      state
      problem {
        ...CardProblem
      }
    }
  }
}
fragment CardProblem on Problem {
  code
  message
  retryAt
}
fragment CardProvider on Provider {
  id
  name
  configured
  authMethods
}`) as unknown as TypedDocumentString<CardIntegrationQuery, CardIntegrationQueryVariables>;
export const CardProviderDocument = new TypedDocumentString(`
    query CardProvider($providerId: ID!, $tenantId: ID!, $userId: ID!) {
  provider(id: $providerId) {
    ...CardProvider
  }
  integrations(
    first: 20
    filter: {providerId: $providerId, tenantId: $tenantId, userId: $userId}
  ) {
    nodes {
      ...CardIntegration
    }
  }
}
    fragment CardIntegration on Integration {
  id
  userId
  accountLabel
  provider {
    id
  }
  connectionStatus {
    state
    syncInProgress
    lastSyncAt
    missingScopes
    problem {
      ...CardProblem
    }
  }
  syncs {
    lastRun {
      state
      problem {
        ...CardProblem
      }
    }
  }
}
fragment CardProblem on Problem {
  code
  message
  retryAt
}
fragment CardProvider on Provider {
  id
  name
  configured
  authMethods
}`) as unknown as TypedDocumentString<CardProviderQuery, CardProviderQueryVariables>;
export const CardStartOAuthDocument = new TypedDocumentString(`
    mutation CardStartOAuth($input: StartOAuthInput!) {
  startOAuth(input: $input) {
    authorizationUrl
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CardStartOAuthMutation, CardStartOAuthMutationVariables>;
export const CardStatusChangedDocument = new TypedDocumentString(`
    subscription CardStatusChanged {
  connectionStatusChanged {
    integration {
      ...CardIntegration
    }
  }
}
    fragment CardIntegration on Integration {
  id
  userId
  accountLabel
  provider {
    id
  }
  connectionStatus {
    state
    syncInProgress
    lastSyncAt
    missingScopes
    problem {
      ...CardProblem
    }
  }
  syncs {
    lastRun {
      state
      problem {
        ...CardProblem
      }
    }
  }
}
fragment CardProblem on Problem {
  code
  message
  retryAt
}`) as unknown as TypedDocumentString<CardStatusChangedSubscription, CardStatusChangedSubscriptionVariables>;
export const CardTriggerSyncDocument = new TypedDocumentString(`
    mutation CardTriggerSync($input: TriggerSyncInput!) {
  triggerSync(input: $input) {
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CardTriggerSyncMutation, CardTriggerSyncMutationVariables>;
export const CardViewerDocument = new TypedDocumentString(`
    query CardViewer {
  viewer {
    tenantId
    userId
  }
}
    `) as unknown as TypedDocumentString<CardViewerQuery, CardViewerQueryVariables>;