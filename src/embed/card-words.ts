import type { Badge } from './card-state.js';

export interface Words {
  badge: Record<Badge, string>;
  loading: string;
  unavailable: string;
  syncing: string;
  notSynced: string;
  synced: (ago: string) => string;
  goesOn: (time: string) => string;
  connect: string;
  reconnect: string;
  syncNow: string;
  disconnect: string;
  keep: string;
  tryAgain: string;
  goOn: string;
  reconnecting: string;
  isConnected: (provider: string) => string;
  isDisconnected: (provider: string) => string;
  syncStarted: string;
  closed: string;
  question: (provider: string) => string;
  answer: string;
  missingScopes: (provider: string) => string;
  notConfigured: (provider: string) => string;
  byKey: (provider: string) => string;
  /** By code, where it is said better, or in another language, than the hub's own sentence. */
  problem: Readonly<Record<string, string>>;
  /** Where there is no sentence of the hub either. */
  unknownProblem: string;
}

const en: Words = {
  badge: {
    connected: 'Connected',
    needsYou: 'Needs you',
    paused: 'Paused',
    disconnected: 'Disconnected',
    none: 'Not connected',
  },
  loading: 'Loading…',
  unavailable: 'Not available',
  syncing: 'Syncing…',
  notSynced: 'Not synced yet',
  synced: (ago) => `Last synced ${ago}`,
  goesOn: (time) => `It goes on by itself at ${time}.`,
  connect: 'Connect',
  reconnect: 'Reconnect',
  syncNow: 'Sync now',
  disconnect: 'Disconnect',
  keep: 'Keep it connected',
  tryAgain: 'Try again',
  goOn: 'Go on in the window that has opened.',
  reconnecting: 'Connection lost. Trying again…',
  isConnected: (provider) => `${provider} is connected.`,
  isDisconnected: (provider) => `${provider} is disconnected.`,
  syncStarted: 'The sync has begun.',
  closed: 'The window was closed before access was granted.',
  question: (provider) => `Disconnect ${provider}?`,
  answer: 'Access is given back and syncing stops. What was synced is kept. You can connect again later.',
  missingScopes: (provider) => `Not everything was allowed at ${provider}. Reconnect, and allow all that it asks for.`,
  notConfigured: (provider) => `${provider} is not set up yet. Ask your administrator.`,
  byKey: (provider) => `${provider} is connected by a key. Ask your administrator.`,
  problem: {
    access_denied: 'Access was not granted, so nothing is connected.',
    UNREACHABLE: 'The service cannot be reached. Check that you are online, then try again.',
    NO_ACCOUNT: 'There is no such account, or it is not yours.',
    UNAUTHENTICATED: 'Your sign-in is no longer valid. Sign in again.',
  },
  unknownProblem: 'Something went wrong. Try again in a minute.',
};

const de: Words = {
  badge: {
    connected: 'Verbunden',
    needsYou: 'Braucht Sie',
    paused: 'Pausiert',
    disconnected: 'Getrennt',
    none: 'Nicht verbunden',
  },
  loading: 'Wird geladen…',
  unavailable: 'Nicht verfügbar',
  syncing: 'Wird synchronisiert…',
  notSynced: 'Noch nicht synchronisiert',
  synced: (ago) => `Zuletzt synchronisiert: ${ago}`,
  goesOn: (time) => `Es geht um ${time} von selbst weiter.`,
  connect: 'Verbinden',
  reconnect: 'Neu verbinden',
  syncNow: 'Jetzt synchronisieren',
  disconnect: 'Trennen',
  keep: 'Verbunden lassen',
  tryAgain: 'Noch einmal versuchen',
  goOn: 'Bitte im neuen Fenster fortfahren.',
  reconnecting: 'Verbindung unterbrochen. Neuer Versuch…',
  isConnected: (provider) => `${provider} ist verbunden.`,
  isDisconnected: (provider) => `${provider} ist getrennt.`,
  syncStarted: 'Die Synchronisierung hat begonnen.',
  closed: 'Das Fenster wurde geschlossen, bevor der Zugriff erlaubt war.',
  question: (provider) => `${provider} trennen?`,
  answer:
    'Der Zugriff wird zurückgegeben, und es wird nicht mehr synchronisiert. Was synchronisiert wurde, bleibt. Sie können sich später neu verbinden.',
  missingScopes: (provider) =>
    `Bei ${provider} wurde nicht alles erlaubt. Bitte neu verbinden und alles erlauben, wonach gefragt wird.`,
  notConfigured: (provider) => `${provider} ist noch nicht eingerichtet. Bitte fragen Sie Ihre Administration.`,
  byKey: (provider) => `${provider} wird mit einem Schlüssel verbunden. Bitte fragen Sie Ihre Administration.`,
  problem: {
    access_denied: 'Der Zugriff wurde nicht erlaubt; es ist nichts verbunden.',
    UNREACHABLE: 'Der Dienst ist nicht erreichbar. Sind Sie online? Versuchen Sie es dann noch einmal.',
    NO_ACCOUNT: 'Dieses Konto gibt es nicht, oder es gehört Ihnen nicht.',
    UNAUTHENTICATED: 'Ihre Anmeldung gilt nicht mehr. Bitte melden Sie sich neu an.',
    FORBIDDEN: 'Das dürfen Sie hier nicht.',
    REAUTHORIZATION_REQUIRED: 'Der Zugriff gilt nicht mehr. Bitte neu verbinden.',
    PROVIDER_RATE_LIMITED: 'Der Anbieter lässt zurzeit keine weiteren Anfragen zu.',
    PROVIDER_UNAVAILABLE: 'Der Anbieter ist zurzeit nicht erreichbar.',
    PROVIDER_REJECTED: 'Der Anbieter hat die Anfrage abgelehnt.',
    PROVIDER_CONTRACT_BROKEN: 'Der Anbieter hat etwas geantwortet, das nicht zu lesen ist.',
    MASS_DELETION_REFUSED: 'Beim Anbieter fehlt mehr als die Hälfte. Es wurde nichts gelöscht.',
  },
  unknownProblem: 'Etwas ist schiefgegangen. Versuchen Sie es gleich noch einmal.',
};

const languages = { en, de } as const;

/** The language to speak where a page asks for this one, such as `de-AT`; English where it is not spoken. */
export function spokenLanguage(wanted: string): 'en' | 'de' {
  return /^de\b/i.test(wanted) ? 'de' : 'en';
}

export function wordsIn(language: 'en' | 'de'): Words {
  return languages[language];
}
