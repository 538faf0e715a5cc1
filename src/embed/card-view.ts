import { html, nothing, type TemplateResult } from 'lit';
import { badgeOf, problemOf, type CardState } from './card-state.js';
import type { Words } from './card-words.js';
import type { HubFailure } from './hub-failure.js';
import { clockTime, relativeTime } from './relative-time.js';

/** What the person at the page can do with a card. */
export interface CardActions {
  connect(): void;
  syncNow(): void;
  askToDisconnect(): void;
  disconnect(): void;
  keep(): void;
  tryAgain(): void;
}

export interface CardView {
  /** Null before the hub has answered. */
  state: CardState | null;
  /** Why there is nothing to show, or what was tried last did not work. */
  failure: HubFailure | null;
  /** How the last thing that was tried is going, in words. */
  note: string;
  /** Something is on its way to the hub. */
  isBusy: boolean;
  words: Words;
  language: string;
  now: number;
}

/** The card. Where nothing can be shown, why not. */
export function cardView(view: CardView, actions: CardActions): TemplateResult {
  const { state, failure, note, words } = view;
  // A failure of which nothing more is known is told by the account's own problem.
  const isTold = failure !== null && (state === null || problemOf(state) === null || canSay(failure, words));
  return html`
    <div class="card" part="card" role="group" aria-labelledby="name" aria-busy=${state === null && failure === null}>
      ${state === null ? emptyView(view) : accountView(state, view)}
      ${isTold ? failureView(failure, words) : state === null ? nothing : problemView(state, view)}
      <p class="note" part="note" role="status">${note}</p>
      <div class="actions" part="actions">
        ${
          state === null
            ? failure === null
              ? nothing
              : button(words.tryAgain, { press: actions.tryAgain })
            : buttons(state, view, actions)
        }
      </div>
    </div>
    ${state === null ? nothing : questionView(state, view, actions)}
  `;
}

function emptyView({ failure, words }: CardView): TemplateResult {
  return html`<span id="name" class="synced">${failure === null ? words.loading : words.unavailable}</span>`;
}

function accountView(state: CardState, view: CardView): TemplateResult {
  const { provider, account } = state;
  const { words } = view;
  const badge = badgeOf(state);
  return html`
    <header part="header">
      <span id="name"
        ><span class="provider" part="provider">${provider.name}</span>${
          account?.accountLabel ? html` <span class="account" part="account">${account.accountLabel}</span>` : nothing
        }</span
      >
      <span class="badge" part="badge ${badge}" data-badge=${badge}>${words.badge[badge]}</span>
    </header>
    ${badge === 'none' || badge === 'disconnected' ? nothing : syncedView(state, view)}
  `;
}

function syncedView({ account }: CardState, { words, language, now }: CardView): TemplateResult {
  const { syncInProgress, lastSyncAt } = account?.connectionStatus ?? { syncInProgress: false, lastSyncAt: null };
  const at = lastSyncAt === null ? null : Date.parse(lastSyncAt);
  const ago = at === null ? words.notSynced : words.synced(relativeTime(at, now, language));
  return html`<p class="synced" part="synced">
    ${
      lastSyncAt === null
        ? ago
        : html`<time datetime=${lastSyncAt} title=${new Date(lastSyncAt).toLocaleString(language)}>${ago}</time>`
    }
    ${syncInProgress ? html`<span part="syncing">· ${words.syncing}</span>` : nothing}
  </p>`;
}

function problemView(state: CardState, { words, language, now }: CardView) {
  const { provider, account } = state;
  const problem = problemOf(state);
  if (problem !== null) {
    const { code, message, retryAt } = problem;
    const goesOn = retryAt === null ? nothing : words.goesOn(clockTime(Date.parse(retryAt), now, language));
    return html`<p class="problem ${retryAt === null ? '' : 'waits'}" part="problem">
      ${sentence(code, message, words)} ${goesOn}
    </p>`;
  }
  if ((account?.connectionStatus.missingScopes.length ?? 0) > 0)
    return html`<p class="problem" part="problem">${words.missingScopes(provider.name)}</p>`;
  if (isConnectable(state) || badgeOf(state) === 'connected') return nothing;
  const why = provider.configured ? words.byKey : words.notConfigured;
  return html`<p class="synced" part="problem">${why(provider.name)}</p>`;
}

function failureView({ code, told }: HubFailure, words: Words): TemplateResult {
  return html`<p class="problem" part="problem" role="alert">${sentence(code, told, words)}</p>`;
}

function canSay({ code, told }: HubFailure, { problem }: Words): boolean {
  return told !== null || problem[code] !== undefined;
}

/** In the card's language, else the hub's own sentence, marked as the English that it is. */
function sentence(code: string, told: string | null, { problem, unknownProblem }: Words) {
  const translated = problem[code];
  if (translated !== undefined) return translated;
  return told === null ? unknownProblem : html`<span lang="en">${told}</span>`;
}

function buttons(state: CardState, { words, isBusy }: CardView, actions: CardActions) {
  const badge = badgeOf(state);
  const { name } = state.provider;
  const canConnect = isConnectable(state);
  if (badge === 'none' || badge === 'disconnected')
    return canConnect ? button(words.connect, { about: name, isMain: true, isBusy, press: actions.connect }) : nothing;
  const isSyncing = state.account?.connectionStatus.syncInProgress ?? false;
  const mending =
    badge === 'needsYou'
      ? canConnect
        ? button(words.reconnect, { about: name, isMain: true, isBusy, press: actions.connect })
        : nothing
      : button(words.syncNow, { about: name, isBusy: isBusy || isSyncing, press: actions.syncNow });
  return html`${mending} ${button(words.disconnect, { about: name, isDanger: true, press: actions.askToDisconnect })}`;
}

function isConnectable({ provider, account }: CardState): boolean {
  const isByOAuth = provider.authMethods.includes('OAUTH2');
  return provider.configured && isByOAuth && (account === null || account.provider.id === provider.id);
}

interface ButtonOptions {
  /** What it acts on, for who hears the button without its card. */
  about?: string;
  isMain?: boolean;
  isDanger?: boolean;
  /** It keeps the focus, and does nothing. */
  isBusy?: boolean;
  press: () => void;
}

function button(label: string, { about, isMain, isDanger, isBusy = false, press }: ButtonOptions): TemplateResult {
  const kind = isMain ? 'main' : isDanger ? 'danger' : '';
  return html`<button
    type="button"
    class=${kind}
    part="button ${kind}"
    aria-label=${about === undefined ? nothing : `${label} (${about})`}
    aria-disabled=${isBusy}
    @click=${() => {
      if (!isBusy) press();
    }}
  >
    ${label}
  </button>`;
}

function questionView({ provider }: CardState, { words }: CardView, actions: CardActions): TemplateResult {
  return html`<dialog part="dialog" aria-labelledby="question" aria-describedby="answer">
    <p id="question" class="question">${words.question(provider.name)}</p>
    <p id="answer">${words.answer}</p>
    <div class="actions">
      ${button(words.keep, { press: actions.keep })}
      ${button(words.disconnect, { isDanger: true, press: actions.disconnect })}
    </div>
  </dialog>`;
}
