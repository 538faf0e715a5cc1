/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation CardDisconnect($input: DisconnectIntegrationInput!) {\n  disconnectIntegration(input: $input) {\n    integration {\n      ...CardIntegration\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.CardDisconnectDocument,
    "fragment CardIntegration on Integration {\n  id\n  userId\n  accountLabel\n  provider {\n    id\n  }\n  connectionStatus {\n    state\n    syncInProgress\n    lastSyncAt\n    missingScopes\n    problem {\n      ...CardProblem\n    }\n  }\n  syncs {\n    lastRun {\n      state\n      problem {\n        ...CardProblem\n      }\n    }\n  }\n}\n\nfragment CardProblem on Problem {\n  code\n  message\n  retryAt\n}\n\nfragment CardProvider on Provider {\n  id\n  name\n  configured\n  authMethods\n}": typeof types.CardIntegrationFragmentDoc,
    "query CardIntegration($id: ID!) {\n  integration(id: $id) {\n    ...CardIntegration\n    provider {\n      ...CardProvider\n    }\n  }\n}": typeof types.CardIntegrationDocument,
    "query CardProvider($providerId: ID!, $tenantId: ID!, $userId: ID!) {\n  provider(id: $providerId) {\n    ...CardProvider\n  }\n  integrations(\n    first: 20\n    filter: {providerId: $providerId, tenantId: $tenantId, userId: $userId}\n  ) {\n    nodes {\n      ...CardIntegration\n    }\n  }\n}": typeof types.CardProviderDocument,
    "mutation CardStartOAuth($input: StartOAuthInput!) {\n  startOAuth(input: $input) {\n    authorizationUrl\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.CardStartOAuthDocument,
    "subscription CardStatusChanged {\n  connectionStatusChanged {\n    integration {\n      ...CardIntegration\n    }\n  }\n}": typeof types.CardStatusChangedDocument,
    "mutation CardTriggerSync($input: TriggerSyncInput!) {\n  triggerSync(input: $input) {\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.CardTriggerSyncDocument,
    "query CardViewer {\n  viewer {\n    tenantId\n    userId\n  }\n}": typeof types.CardViewerDocument,
};
const documents: Documents = {
    "mutation CardDisconnect($input: DisconnectIntegrationInput!) {\n  disconnectIntegration(input: $input) {\n    integration {\n      ...CardIntegration\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.CardDisconnectDocument,
    "fragment CardIntegration on Integration {\n  id\n  userId\n  accountLabel\n  provider {\n    id\n  }\n  connectionStatus {\n    state\n    syncInProgress\n    lastSyncAt\n    missingScopes\n    problem {\n      ...CardProblem\n    }\n  }\n  syncs {\n    lastRun {\n      state\n      problem {\n        ...CardProblem\n      }\n    }\n  }\n}\n\nfragment CardProblem on Problem {\n  code\n  message\n  retryAt\n}\n\nfragment CardProvider on Provider {\n  id\n  name\n  configured\n  authMethods\n}": types.CardIntegrationFragmentDoc,
    "query CardIntegration($id: ID!) {\n  integration(id: $id) {\n    ...CardIntegration\n    provider {\n      ...CardProvider\n    }\n  }\n}": types.CardIntegrationDocument,
    "query CardProvider($providerId: ID!, $tenantId: ID!, $userId: ID!) {\n  provider(id: $providerId) {\n    ...CardProvider\n  }\n  integrations(\n    first: 20\n    filter: {providerId: $providerId, tenantId: $tenantId, userId: $userId}\n  ) {\n    nodes {\n      ...CardIntegration\n    }\n  }\n}": types.CardProviderDocument,
    "mutation CardStartOAuth($input: StartOAuthInput!) {\n  startOAuth(input: $input) {\n    authorizationUrl\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.CardStartOAuthDocument,
    "subscription CardStatusChanged {\n  connectionStatusChanged {\n    integration {\n      ...CardIntegration\n    }\n  }\n}": types.CardStatusChangedDocument,
    "mutation CardTriggerSync($input: TriggerSyncInput!) {\n  triggerSync(input: $input) {\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.CardTriggerSyncDocument,
    "query CardViewer {\n  viewer {\n    tenantId\n    userId\n  }\n}": types.CardViewerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CardDisconnect($input: DisconnectIntegrationInput!) {\n  disconnectIntegration(input: $input) {\n    integration {\n      ...CardIntegration\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.js').CardDisconnectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment CardIntegration on Integration {\n  id\n  userId\n  accountLabel\n  provider {\n    id\n  }\n  connectionStatus {\n    state\n    syncInProgress\n    lastSyncAt\n    missingScopes\n    problem {\n      ...CardProblem\n    }\n  }\n  syncs {\n    lastRun {\n      state\n      problem {\n        ...CardProblem\n      }\n    }\n  }\n}\n\nfragment CardProblem on Problem {\n  code\n  message\n  retryAt\n}\n\nfragment CardProvider on Provider {\n  id\n  name\n  configured\n  authMethods\n}"): typeof import('./graphql.js').CardIntegrationFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CardIntegration($id: ID!) {\n  integration(id: $id) {\n    ...CardIntegration\n    provider {\n      ...CardProvider\n    }\n  }\n}"): typeof import('./graphql.js').CardIntegrationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CardProvider($providerId: ID!, $tenantId: ID!, $userId: ID!) {\n  provider(id: $providerId) {\n    ...CardProvider\n  }\n  integrations(\n    first: 20\n    filter: {providerId: $providerId, tenantId: $tenantId, userId: $userId}\n  ) {\n    nodes {\n      ...CardIntegration\n    }\n  }\n}"): typeof import('./graphql.js').CardProviderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CardStartOAuth($input: StartOAuthInput!) {\n  startOAuth(input: $input) {\n    authorizationUrl\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.js').CardStartOAuthDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription CardStatusChanged {\n  connectionStatusChanged {\n    integration {\n      ...CardIntegration\n    }\n  }\n}"): typeof import('./graphql.js').CardStatusChangedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CardTriggerSync($input: TriggerSyncInput!) {\n  triggerSync(input: $input) {\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.js').CardTriggerSyncDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CardViewer {\n  viewer {\n    tenantId\n    userId\n  }\n}"): typeof import('./graphql.js').CardViewerDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
