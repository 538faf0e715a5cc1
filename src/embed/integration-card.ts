import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { CardData, type CardSubject } from './card-data.js';
import { integrationToMend, type CardState } from './card-state.js';
import { cardStyles } from './card-styles.js';
import { cardView, type CardActions } from './card-view.js';
import { spokenLanguage, wordsIn, type Words } from './card-words.js';
import { ConsentWindow, type ConsentEnd } from './consent-window.js';
import { CardDisconnectDocument, CardStartOAuthDocument, CardTriggerSyncDocument } from './gql/graphql.js';
import type { GetToken } from './hub-client.js';
import { asFailure, HubFailure, isRefusal } from './hub-failure.js';

const TICK_MS = 15_000;
/** `<hub>/embed/integration-card.js`. */
const SCRIPT_ADDRESS = import.meta.url;
const NOTHING_SHOWN = { state: null, readFailure: null, failure: null, note: '', isBusy: false, isLive: true };

/**
 * `<integration-card provider="slack">`: how one linked account stands, live, and what mends it, in the page of any
 * product. docs/frontend.md has its attributes, properties, events, parts and custom properties.
 */
export class IntegrationCard extends LitElement {
  static override styles = cardStyles;

  static override properties = {
    hub: {},
    provider: {},
    integrationId: { attribute: 'integration-id' },
    returnUrl: { attribute: 'return-url' },
    connect: {},
    getToken: { attribute: false },
    view: { state: true },
  };

  /** Where the hub is; where this script came from, if left out. */
  declare hub: string | null;
  declare provider: string | null;
  declare integrationId: string | null;
  /** Where the browser comes back to where no popup can be opened; this page, if left out. */
  declare returnUrl: string | null;
  /** `redirect` never opens a popup. */
  declare connect: 'popup' | 'redirect' | null;
  declare getToken: GetToken | null;
  declare private view: {
    state: CardState | null;
    /** Why the account cannot be read. */
    readFailure: HubFailure | null;
    /** Why what was tried last did not work. */
    failure: HubFailure | null;
    note: string;
    isBusy: boolean;
    isLive: boolean;
  };

  private data: CardData | null = null;
  private consent: ConsentWindow | null = null;
  private hadFocus = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.view = NOTHING_SHOWN;
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang') this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // "3 minutes ago" goes on.
    this.timer = setInterval(() => this.requestUpdate(), TICK_MS);
    if (this.hasUpdated) this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.data?.close();
    this.data = null;
  }

  override willUpdate(): void {
    this.hadFocus = this.shadowRoot?.activeElement?.matches('.card button') ?? false;
  }

  override updated(changed: PropertyValues): void {
    // The button that was pressed may be gone; who works by keyboard goes on at the next.
    if (this.hadFocus && this.shadowRoot?.activeElement === null)
      this.renderRoot.querySelector<HTMLElement>('.card button')?.focus();
    if (['hub', 'provider', 'integrationId', 'getToken'].some((name) => changed.has(name))) this.open();
  }

  override render(): TemplateResult {
    const { state, readFailure, failure, isBusy, isLive } = this.view;
    const note = isLive ? this.view.note : this.words.reconnecting;
    return cardView(
      {
        state: readFailure !== null && isRefusal(readFailure) ? null : state,
        failure: readFailure ?? failure,
        note: readFailure === null ? note : '',
        isBusy,
        words: this.words,
        language: this.language,
        now: Date.now(),
      },
      this.actions,
    );
  }

  private readonly actions: CardActions = {
    connect: () => this.pressConnect(),
    syncNow: () => void this.attempt(() => this.syncNow()),
    askToDisconnect: () => this.dialog?.showModal(),
    keep: () => this.dialog?.close(),
    disconnect: () => {
      this.dialog?.close();
      void this.attempt(() => this.disconnect());
    },
    tryAgain: () => {
      this.show({ readFailure: null });
      void this.data?.tryAgain();
    },
  };

  private open(): void {
    this.data?.close();
    this.data = null;
    this.show(NOTHING_SHOWN);
    const subject = this.subject;
    if (subject === null || !this.getToken) return;
    this.data = new CardData(this.base, this.getToken, subject, {
      onState: (state) => this.onState(state),
      onFailure: (failure) => this.failToRead(failure),
      onLive: (isLive) => this.show({ isLive }),
    });
  }

  private onState(state: CardState): void {
    const before = this.view.state;
    this.show({ state, readFailure: null });
    if (before === null) return;
    if (isSyncing(before) && !isSyncing(state) && this.view.note === this.words.syncStarted) this.show({ note: '' });
    const [was, now] = [before, state].map(({ account }) => account?.connectionStatus.state);
    if (now === 'CONNECTED' && was !== 'CONNECTED') this.announce('hub:connected', this.words.isConnected, state);
    if (now === 'DISCONNECTED' && (was === 'CONNECTED' || was === 'REAUTHORIZATION_REQUIRED'))
      this.announce('hub:disconnected', this.words.isDisconnected, state);
  }

  private announce(event: string, words: (provider: string) => string, { provider, account }: CardState): void {
    this.show({ failure: null, note: words(provider.name) });
    this.emit(event, { providerId: provider.id, integrationId: account?.id, accountLabel: account?.accountLabel });
  }

  /** In the handler of the click, where alone a browser lets a window be opened. */
  private pressConnect(): void {
    if (this.consent !== null) return this.consent.focus();
    const popup = this.connect === 'redirect' ? null : ConsentWindow.open();
    this.consent = popup;
    void this.attempt(() => this.startConsent(popup)).finally(() => {
      popup?.close();
      this.consent = null;
    });
  }

  private async startConsent(popup: ConsentWindow | null): Promise<void> {
    const { state } = this.view;
    if (this.data === null || state === null) return;
    const returnUrl =
      popup === null
        ? new URL(this.returnUrl ?? window.location.href, window.location.href).href
        : ConsentWindow.returnUrl(this.base);
    const input = { providerId: state.provider.id, integrationId: integrationToMend(state), returnUrl };
    const { startOAuth } = await this.data.client.ask(CardStartOAuthDocument, { input }, { keepsCookies: true });
    refuseOn(startOAuth.userErrors);
    const address = startOAuth.authorizationUrl ?? '';
    if (popup === null) return window.location.assign(address);
    // Pressed again, the button brings the window to the front.
    this.show({ note: this.words.goOn, isBusy: false });
    this.onConsentEnd(await popup.follow(address, this.base));
  }

  private onConsentEnd(end: ConsentEnd): void {
    void this.data?.read();
    if (end.status === 'error') throw new HubFailure(end.error);
    if (end.status === 'closed' && this.view.note === this.words.goOn) this.show({ note: this.words.closed });
  }

  private async syncNow(): Promise<void> {
    const integrationId = this.view.state?.account?.id;
    if (this.data === null || integrationId === undefined) return;
    const { triggerSync } = await this.data.client.ask(CardTriggerSyncDocument, { input: { integrationId } });
    refuseOn(triggerSync.userErrors);
    this.show({ note: this.words.syncStarted });
  }

  private async disconnect(): Promise<void> {
    const integrationId = this.view.state?.account?.id;
    if (this.data === null || integrationId === undefined) return;
    const { disconnectIntegration } = await this.data.client.ask(CardDisconnectDocument, { input: { integrationId } });
    refuseOn(disconnectIntegration.userErrors);
    if (disconnectIntegration.integration !== null) this.data.take(disconnectIntegration.integration);
  }

  /** One thing at a time; what goes wrong is said on the card, and to the page. */
  private async attempt(task: () => Promise<void>): Promise<void> {
    this.show({ isBusy: true, failure: null, note: '' });
    try {
      await task();
    } catch (error) {
      this.fail(asFailure(error));
    } finally {
      this.show({ isBusy: false });
    }
  }

  private fail(failure: HubFailure): void {
    this.show({ failure, note: '' });
    this.emitFailure(failure);
  }

  /** Read and stream may meet the same one; the page is told once. */
  private failToRead(failure: HubFailure): void {
    const isKnown = this.view.readFailure?.code === failure.code;
    this.show({ readFailure: failure });
    if (!isKnown) this.emitFailure(failure);
  }

  private emitFailure({ code, message }: HubFailure): void {
    this.emit('hub:error', { code, message });
  }

  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private show(what: Partial<typeof this.view>): void {
    this.view = { ...this.view, ...what };
  }

  private get subject(): CardSubject | null {
    if (this.integrationId) return { integrationId: this.integrationId };
    return this.provider ? { providerId: this.provider } : null;
  }

  /** The hub's address, with a slash at its end. */
  private get base(): string {
    const address = this.hub ? new URL(this.hub, window.location.href) : new URL('..', SCRIPT_ADDRESS);
    return address.href.endsWith('/') ? address.href : `${address.href}/`;
  }

  private get language(): 'en' | 'de' {
    return spokenLanguage(this.closest<HTMLElement>('[lang]')?.lang ?? navigator.language);
  }

  private get words(): Words {
    return wordsIn(this.language);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}

function isSyncing({ account }: CardState): boolean {
  return account?.connectionStatus.syncInProgress ?? false;
}

/** @throws HubFailure for the first of what the caller is to mend. */
function refuseOn([first]: readonly { code: string; message: string }[]): void {
  if (first !== undefined) throw new HubFailure(first.code, first.message);
}

declare global {
  interface HTMLElementTagNameMap {
    'integration-card': IntegrationCard;
  }
}

if (customElements.get('integration-card') === undefined) customElements.define('integration-card', IntegrationCard);
