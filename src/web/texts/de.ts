import { counter } from './counted.js';
import type { Texts } from './en.js';
import { modelWords } from './model-words.js';

const count = counter('de');

const MODELS: Record<string, string> = {
  CalendarEvent: 'Termine',
  EmailMessage: 'E-Mails',
  GitHubIssue: 'GitHub-Issues',
  GitHubRepository: 'GitHub-Repositorys',
  GoogleCalendar: 'Google-Kalender',
  SlackChannel: 'Slack-Kanäle',
  SlackMessage: 'Slack-Nachrichten',
  SlackUser: 'Slack-Personen',
  StripeCustomer: 'Stripe-Kunden',
  StripeInvoice: 'Stripe-Rechnungen',
  StripePrice: 'Stripe-Preise',
  StripeProduct: 'Stripe-Produkte',
  StripeSubscription: 'Stripe-Abos',
};

/** All that the page says, in German. */
export const de: Texts = {
  product: 'Integrations-Hub',
  skipToContent: 'Zum Inhalt springen',
  loading: 'Wird geladen…',
  showMore: 'Mehr zeigen',
  dismiss: 'Schließen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  tryAgain: 'Noch einmal versuchen',
  pageFailed:
    'Diese Ansicht ließ sich nicht zeigen. Laden Sie die Seite neu; bleibt es dabei, sagen Sie es dem Betreiber des Hubs.',
  notFound: 'Diese Ansicht gibt es nicht.',

  navigation: { label: 'Hauptmenü', integrations: 'Integrationen', connect: 'Verbinden', operator: 'Betrieb' },
  header: {
    language: 'Sprache',
    appearance: 'Darstellung',
    light: 'Hell',
    dark: 'Dunkel',
    auto: 'Wie das System',
    graphiql: 'GraphiQL',
    graphiqlOf: (view) => `Abfrage von „${view}“ in GraphiQL öffnen`,
    operator: 'Betreiber',
    administrator: (name, tenant) => `${name}, Administrator von ${tenant}`,
    unknownUser: 'unbekannt',
  },
  live: {
    connecting: { label: 'Verbinde…', hint: 'Öffnet die Ströme, die Änderungen bringen.' },
    live: { label: 'Live', hint: 'Änderungen erscheinen sofort.' },
    offline: {
      label: 'Offline',
      hint: 'Der Hub antwortet nicht; was Sie sehen, kann veraltet sein. Die Seite versucht es weiter und holt von selbst auf.',
    },
  },

  session: {
    checking: 'Anmeldung läuft…',
    title: 'Anmelden',
    hint: 'Öffnen Sie den Anmeldelink, den der Hub beim Start ausgegeben hat, oder fügen Sie hier den Betreiberschlüssel oder ein Token Ihres Produkts ein.',
    key: 'Schlüssel oder Token',
    signIn: 'Anmelden',
    signOut: 'Abmelden',
    ended: 'Ihre Sitzung ist abgelaufen. Melden Sie sich wieder an, um weiterzumachen.',
    signedOut: 'Sie sind abgemeldet.',
  },
  failures: {
    unreachable:
      'Der Hub ist nicht erreichbar. Prüfen Sie, ob er läuft und Sie online sind, und versuchen Sie es erneut.',
    busy: 'Der Hub bekam von hier zu viele Anfragen. Warten Sie eine Minute und versuchen Sie es erneut.',
    trouble: 'Der Hub hat selbst Schwierigkeiten und konnte das nicht tun. Versuchen Sie es in einer Minute erneut.',
    refused: 'Der Hub nahm diese Anfrage nicht an. Laden Sie die Seite neu und versuchen Sie es erneut.',
    empty: 'Der Hub schickte eine leere Antwort. Versuchen Sie es erneut.',
    'not-a-key':
      'Das ist kein Schlüssel oder Token: Es enthält Zeichen, die keiner hat. Prüfen Sie, was Sie kopiert haben.',
    'cookies-off': 'Der Browser behielt die Sitzung nicht. Erlauben Sie dieser Seite Cookies.',
  },

  integrations: {
    title: 'Integrationen',
    list: 'Verbundene Konten',
    none: 'Noch ist nichts verbunden.',
    connectFirst: 'Einen Dienst wählen',
    owner: (user, tenant) => `Von Benutzer ${user}, Mandant ${tenant}`,
    health: 'Zustand',
    lastSynced: 'Zuletzt synchronisiert',
    lastSyncedNever: 'Noch nicht synchronisiert',
    nextSync: 'Nächste Synchronisierung',
    nonePlanned: 'keine geplant',
    syncs: (name) => `Was von ${name} synchronisiert wird`,
    records: count('Datensatz', 'Datensätze'),
    missingScopes: (provider, scopes) =>
      `Bei ${provider} wurde nicht alles erlaubt. Verbinden Sie neu und erlauben Sie: ${scopes}.`,
    switchedOff: 'Ausgeschaltet: wird nicht von selbst synchronisiert.',
    syncOf: (model) => `Synchronisierung von ${model}`,
    syncNow: 'Jetzt synchronisieren',
    syncStarted: (name) => `${name} wird synchronisiert.`,
    cancelSync: (model) => `Synchronisierung von ${model} abbrechen`,
    cancelled: (model) => `Die Synchronisierung von ${model} wird abgebrochen. Was schon gelesen ist, bleibt.`,
    reconnect: 'Neu verbinden',
    continueConnecting: 'Verbinden fortsetzen',
    about: (action, name) => `${action}: ${name}`,
    waitUntil: (time) => `Bis ${time} warten`,
    goesOn: 'Der Hub macht dann von selbst weiter; Sie müssen nichts tun.',
    askAdmin: 'Administrator fragen',
    askAdminCopied: 'Eine Nachricht für Ihren Administrator ist kopiert. Fügen Sie sie ein, wo Sie ihn erreichen.',
    askAdminFailed: 'Die Nachricht ließ sich nicht kopieren. Sagen Sie Ihrem Administrator, was auf der Karte steht.',
    askAdminMessage: (name, id, code, message) => `${name} (${id}) braucht Sie: ${message} [${code}]`,
    disconnect: 'Trennen',
    disconnectTitle: (name) => `${name} trennen?`,
    disconnectBody: (provider) =>
      `Der Hub gibt seinen Zugang zu ${provider} zurück und synchronisiert nicht mehr. Sie können später wieder verbinden.`,
    disconnectKeeps: (records) => `Was synchronisiert wurde, bleibt: ${records}.`,
    disconnectErases: (records) => `Was synchronisiert wurde, wird gelöscht: ${records}.`,
    deleteRecords: 'Auch löschen, was synchronisiert wurde',
    keepIt: 'Behalten',
    disconnected: (name, isDeleted) =>
      `${name} ist getrennt. ${isDeleted ? 'Was synchronisiert wurde, ist gelöscht.' : 'Was synchronisiert wurde, bleibt.'}`,
    notYours:
      'Das Konto, das neu verbunden werden soll, ist nicht unter Ihren. Es wurde vielleicht entfernt, oder Sie sind als jemand anderes angemeldet.',
  },
  status: {
    connected: 'Verbunden',
    needsYou: 'Braucht Sie',
    paused: 'Pausiert',
    disconnected: 'Getrennt',
    pending: 'Wartet auf Zustimmung',
  },
  healthStates: {
    HEALTHY: 'Gesund',
    DEGRADED: 'Manche Aufrufe scheitern',
    DOWN: 'Ausgefallen',
    UNKNOWN: 'Noch unbekannt',
  },
  syncStates: {
    QUEUED: 'In der Warteschlange',
    RUNNING: 'Wird synchronisiert',
    PAUSED: 'Pausiert, geht von selbst weiter',
    FAILED: 'Letzte Synchronisierung gescheitert',
    CANCELLED: 'Letzte Synchronisierung abgebrochen',
    SUCCEEDED: 'Aktuell',
    never: 'Noch nicht synchronisiert',
    off: 'Wird nicht synchronisiert',
  },
  run: {
    pages: count('Seite gelesen', 'Seiten gelesen'),
    added: count('neu', 'neu'),
    updated: count('geändert', 'geändert'),
    deleted: count('gelöscht', 'gelöscht'),
    unchanged: count('unverändert', 'unverändert'),
    nothing: 'noch nichts gelesen',
    noChanges: 'keine Änderungen',
    ended: (model, state, progress) => `${model}: ${state}. ${progress}`,
  },
  problem: { retries: (when) => `Der Hub versucht es ${when} erneut.` },
  model: (model) => MODELS[model] ?? modelWords(model),

  connect: {
    title: 'Verbinden',
    search: 'Dienst suchen',
    category: 'Kategorie',
    allCategories: 'Alle',
    found: count('Dienst', 'Dienste'),
    nothingFound: (search) => `Kein Dienst passt zu „${search}“.`,
    connect: 'Verbinden',
    withKey: 'Mit Schlüssel verbinden',
    permissions: (name) => `Was er bei ${name} darf`,
    noReason: 'Vom Betreiber des Hubs hinzugefügt.',
    key: 'Schlüssel',
    keyKept: 'Der Hub probiert ihn beim Dienst aus, bevor er ihn versiegelt aufbewahrt. Niemand sieht ihn wieder.',
    keyWhere: (name) => `Wo ${name} ihn hat`,
    keyConnect: 'Prüfen und verbinden',
    keyChecking: 'Wird geprüft…',
    notSetUp: 'Nicht eingerichtet',
    syncs: (models) => `Synchronisiert ${models}`,
    docs: (name) => `Über die API von ${name}`,
    setUpTitle: 'Was ein Betreiber tun muss',
    setUp: (name, prefix) =>
      `Bei ${name} eine Anwendung registrieren und dem Hub deren Client-Id und Secret geben: als ${prefix}_CLIENT_ID und ${prefix}_CLIENT_SECRET in der Umgebung oder mit der Mutation configureProvider.`,
    redirectAddress: 'Zu registrierende Rücksprungadresse:',
    consentTitle: (name) => `${name} verbinden`,
    consent: {
      waiting: (name) => `Sagen Sie bei ${name}, was Sie erlauben: Es ist in einem anderen Fenster offen.`,
      closed: (name) =>
        `Das Fenster von ${name} wurde geschlossen, bevor es sagte, wie es ausging. Nichts ist verbunden, wenn Sie dort nicht zugestimmt haben; sonst erscheint es hier gleich.`,
      expired: () => 'Die zehn Minuten für die Zustimmung sind um. Nichts wurde verbunden.',
    },
    consentShow: 'Fenster zeigen',
    consentStopped: 'Nichts wurde verbunden.',
  },
  categories: {
    calendar: 'Kalender',
    crm: 'Kunden',
    development: 'Entwicklung',
    email: 'E-Mail',
    messaging: 'Nachrichten',
    payments: 'Zahlungen',
    other: 'Sonstiges',
  },
  arrival: {
    connected: (name) => `${name} ist verbunden. Die erste Synchronisierung beginnt jetzt.`,
    theAccount: 'Das Konto',
    access_denied:
      'Nichts wurde verbunden: Beim Anbieter wurde nicht zugestimmt. Versuchen Sie es mit Verbinden erneut.',
    CONFLICT:
      'Nichts wurde geändert: Das ist ein anderes Konto als das neu zu verbindende. Wählen Sie beim Anbieter dieses.',
    INTERNAL:
      'Nichts wurde verbunden: Im Hub ging etwas schief. Versuchen Sie es erneut; der Betreiber findet es im Log.',
    PROVIDER_CONTRACT_BROKEN:
      'Nichts wurde verbunden: Der Anbieter antwortete, wie der Hub es nicht versteht. Der Betreiber muss es ansehen.',
    PROVIDER_RATE_LIMITED:
      'Nichts wurde verbunden: Der Anbieter bittet um Geduld. Versuchen Sie es in einigen Minuten erneut.',
    PROVIDER_REJECTED:
      'Nichts wurde verbunden: Der Anbieter lehnte ab. Versuchen Sie es erneut; bleibt es dabei, fragen Sie den Betreiber.',
    PROVIDER_UNAVAILABLE:
      'Nichts wurde verbunden: Der Anbieter war nicht erreichbar. Versuchen Sie es in einigen Minuten erneut.',
    REAUTHORIZATION_REQUIRED:
      'Nichts wurde verbunden: Diese Zustimmung wurde schon benutzt oder ist zu alt. Verbinden Sie erneut.',
    unknown: 'Nichts wurde verbunden. Versuchen Sie es erneut; bleibt es dabei, fragen Sie den Betreiber des Hubs.',
  },
};
