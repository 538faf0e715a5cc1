import { counter } from './counted.js';
import { modelWords } from './model-words.js';

const count = counter('en');

/** All that the page says, in English. Other languages have the same shape, which the compiler holds them to. */
export const en = {
  product: 'Integration hub',
  skipToContent: 'Skip to content',
  loading: 'Loading…',
  showMore: 'Show more',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  pageFailed: 'This view could not be shown. Reload the page; if it stays so, tell whoever runs the hub.',
  notFound: 'There is no such view.',

  navigation: { label: 'Main', integrations: 'Integrations', connect: 'Connect', operator: 'Operator' },
  header: {
    language: 'Language',
    appearance: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    auto: 'As the system',
    graphiql: 'GraphiQL',
    graphiqlOf: (view: string) => `Open the query of “${view}” in GraphiQL`,
    operator: 'Operator',
    administrator: (name: string, tenant: string) => `${name}, administrator of ${tenant}`,
    unknownUser: 'unknown user',
  },
  live: {
    connecting: { label: 'Connecting…', hint: 'Opening the streams that bring changes.' },
    live: { label: 'Live', hint: 'Changes show at once.' },
    offline: {
      label: 'Offline',
      hint: 'The hub does not answer; what you see may be old. The page keeps trying and catches up by itself.',
    },
  },

  session: {
    checking: 'Signing in…',
    title: 'Sign in',
    hint: 'Open the sign-in link that the hub printed when it started, or paste the operator key or a token of your product here.',
    key: 'Key or token',
    signIn: 'Sign in',
    signOut: 'Sign out',
    ended: 'Your session has ended. Sign in again to go on.',
    signedOut: 'You are signed out.',
  },
  failures: {
    unreachable: 'The hub cannot be reached. Check that it runs and that you are online, then try again.',
    busy: 'The hub got too many requests from here. Wait a minute, then try again.',
    trouble: 'The hub has trouble of its own and could not do this. Try again in a minute.',
    refused: 'The hub did not accept this request. Reload the page and try again.',
    empty: 'The hub sent an empty answer. Try again.',
    'not-a-key': 'This is not a key or token: it holds characters that none has. Check what you copied.',
    'cookies-off': 'The browser did not keep the session. Allow cookies for this page.',
  },

  integrations: {
    title: 'Integrations',
    list: 'Connected accounts',
    none: 'Nothing is connected yet.',
    connectFirst: 'Choose a service',
    owner: (user: string, tenant: string) => `Of user ${user}, tenant ${tenant}`,
    health: 'Health',
    lastSynced: 'Last synced',
    lastSyncedNever: 'Not synced yet',
    nextSync: 'Next sync',
    nonePlanned: 'none planned',
    syncs: (name: string) => `What is synced from ${name}`,
    records: count('record', 'records'),
    missingScopes: (provider: string, scopes: string) =>
      `Not everything was allowed at ${provider}. Reconnect, and allow: ${scopes}.`,
    switchedOff: 'Switched off: it is not synced by itself.',
    syncOf: (model: string) => `Sync of ${model}`,
    syncNow: 'Sync now',
    syncStarted: (name: string) => `Syncing ${name}.`,
    cancelSync: (model: string) => `Cancel the sync of ${model}`,
    cancelled: (model: string) => `The sync of ${model} is being cancelled. What it has read so far stays.`,
    reconnect: 'Reconnect',
    continueConnecting: 'Continue connecting',
    about: (action: string, name: string) => `${action} ${name}`,
    waitUntil: (time: string) => `Wait until ${time}`,
    goesOn: 'The hub goes on by itself then; you need not do anything.',
    askAdmin: 'Ask your admin',
    askAdminCopied: 'A message for your administrator is copied. Paste it where you reach them.',
    askAdminFailed: 'The message could not be copied. Tell your administrator what stands on the card.',
    askAdminMessage: (name: string, id: string, code: string, message: string) =>
      `${name} (${id}) needs you: ${message} [${code}]`,
    disconnect: 'Disconnect',
    disconnectTitle: (name: string) => `Disconnect ${name}?`,
    disconnectBody: (provider: string) =>
      `The hub gives its access back to ${provider} and stops syncing. You can connect again later.`,
    disconnectKeeps: (records: string) => `What was synced is kept: ${records}.`,
    disconnectErases: (records: string) => `What was synced is erased: ${records}.`,
    deleteRecords: 'Also delete what was synced',
    keepIt: 'Keep it',
    disconnected: (name: string, isDeleted: boolean) =>
      `${name} is disconnected. ${isDeleted ? 'What was synced is deleted.' : 'What was synced is kept.'}`,
    notYours:
      'The account to reconnect is not among yours. It may have been removed, or you are signed in as somebody else.',
  },
  status: {
    connected: 'Connected',
    needsYou: 'Needs you',
    paused: 'Paused',
    disconnected: 'Disconnected',
    pending: 'Waiting for consent',
  },
  healthStates: { HEALTHY: 'Healthy', DEGRADED: 'Some calls fail', DOWN: 'Down', UNKNOWN: 'Not known yet' },
  syncStates: {
    QUEUED: 'Queued',
    RUNNING: 'Syncing',
    PAUSED: 'Paused, goes on by itself',
    FAILED: 'Last sync failed',
    CANCELLED: 'Last sync cancelled',
    SUCCEEDED: 'Up to date',
    never: 'Not synced yet',
    off: 'Not syncing',
  },
  run: {
    pages: count('page read', 'pages read'),
    added: count('added', 'added'),
    updated: count('updated', 'updated'),
    deleted: count('deleted', 'deleted'),
    unchanged: count('unchanged', 'unchanged'),
    nothing: 'nothing read yet',
    noChanges: 'no changes',
    ended: (model: string, state: string, progress: string) => `${model}: ${state.toLowerCase()}. ${progress}`,
  },
  problem: { retries: (when: string) => `The hub tries again ${when}.` },
  model: modelWords,

  connect: {
    title: 'Connect',
    search: 'Search for a service',
    category: 'Category',
    allCategories: 'All',
    found: count('service', 'services'),
    nothingFound: (search: string) => `No service fits “${search}”.`,
    connect: 'Connect',
    withKey: 'Connect with a key',
    permissions: (name: string) => `What it may do at ${name}`,
    noReason: 'Added by whoever runs the hub.',
    key: 'Key',
    keyKept: 'The hub tries it at the service before it keeps it, sealed. Nobody sees it again.',
    keyWhere: (name: string) => `Where ${name} has it`,
    keyConnect: 'Check and connect',
    keyChecking: 'Checking…',
    notSetUp: 'Not set up',
    syncs: (models: string) => `Syncs ${models}`,
    docs: (name: string) => `About ${name}’s API`,
    setUpTitle: 'What an operator must do',
    setUp: (name: string, prefix: string) =>
      `Register an application at ${name}, then give the hub its client id and secret: as ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET in the environment, or by the mutation configureProvider.`,
    redirectAddress: 'Redirect address to register:',
    consentTitle: (name: string) => `Connect ${name}`,
    consent: {
      waiting: (name: string) => `Say at ${name} what you allow: it is open in another window.`,
      closed: (name: string) =>
        `The window of ${name} was closed before it said how it ended. Nothing is connected unless you consented there; then it shows here in a moment.`,
      expired: () => 'The ten minutes for the consent are over. Nothing was connected.',
    },
    consentShow: 'Show the window',
    consentStopped: 'Nothing was connected.',
  },
  categories: {
    calendar: 'Calendar',
    crm: 'Customers',
    development: 'Development',
    email: 'Email',
    messaging: 'Messaging',
    payments: 'Payments',
    other: 'Other',
  } as Record<string, string>,
  arrival: {
    connected: (name: string) => `${name} is connected. Its first sync begins now.`,
    theAccount: 'The account',
    access_denied: 'Nothing was connected: consent was not given at the provider. Press Connect to try again.',
    CONFLICT:
      'Nothing was changed: this is another account than the one to reconnect. Choose that one at the provider.',
    INTERNAL:
      'Nothing was connected: something went wrong inside the hub. Try again; its operator finds it in the log.',
    PROVIDER_CONTRACT_BROKEN:
      'Nothing was connected: the provider answered in a way that the hub does not understand. Its operator must look at it.',
    PROVIDER_RATE_LIMITED: 'Nothing was connected: the provider asks the hub to slow down. Try again in some minutes.',
    PROVIDER_REJECTED:
      'Nothing was connected: the provider refused. Try again; if it stays so, ask the operator of the hub.',
    PROVIDER_UNAVAILABLE: 'Nothing was connected: the provider could not be reached. Try again in some minutes.',
    REAUTHORIZATION_REQUIRED:
      'Nothing was connected: this consent was used already or is too old. Press Connect again.',
    unknown: 'Nothing was connected. Try again; if it stays so, ask the operator of the hub.',
  },
};

export type Texts = typeof en;
