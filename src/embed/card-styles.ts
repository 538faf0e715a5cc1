import { css } from 'lit';

/** As a constructed stylesheet, which a page's content security policy does not forbid. */
export const cardStyles = css`
  :host {
    --background: var(--hub-card-background, light-dark(#ffffff, #1b1f26));
    --color: var(--hub-card-color, light-dark(#1a1f29, #e8ebf0));
    --muted: var(--hub-card-muted, light-dark(#566072, #a3adbd));
    --border: var(--hub-card-border, light-dark(#d5dae2, #3a4250));
    --accent: var(--hub-card-accent, light-dark(#1f5fd0, #8db4ff));
    --on-accent: var(--hub-card-on-accent, light-dark(#ffffff, #10203f));
    --good: var(--hub-card-good, light-dark(#12693a, #7fd6a3));
    --warn: var(--hub-card-warn, light-dark(#8a4b00, #f2b866));
    --bad: var(--hub-card-bad, light-dark(#b3261e, #ff9d94));
    --radius: var(--hub-card-radius, 10px);
    display: block;
    container-type: inline-size;
    font: var(--hub-card-font, 1rem/1.5 system-ui, sans-serif);
    color: var(--color);
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .card {
    box-sizing: border-box;
    padding: 1rem 1.125rem;
    background: var(--background);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    overflow-wrap: anywhere;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.25rem 0.75rem;
  }
  p {
    margin: 0.375rem 0 0;
  }
  .provider {
    font-weight: 600;
  }
  .account,
  .synced,
  .note {
    color: var(--muted);
  }
  .badge {
    padding: 0.0625rem 0.625rem;
    font-size: 0.875em;
    font-weight: 600;
    color: var(--muted);
    border: 1px solid currentColor;
    border-radius: 1rem;
  }
  .badge[data-badge='connected'] {
    color: var(--good);
  }
  .badge[data-badge='paused'] {
    color: var(--warn);
  }
  .badge[data-badge='needsYou'],
  .problem {
    color: var(--bad);
  }
  .problem.waits {
    color: var(--warn);
  }
  .note:empty {
    display: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.75rem;
  }
  .actions:not(:has(button)) {
    display: none;
  }
  button {
    min-height: 2.25rem;
    padding: 0.25rem 0.875rem;
    font: inherit;
    color: var(--accent);
    background: transparent;
    border: 1px solid currentColor;
    border-radius: calc(var(--radius) * 0.6);
    cursor: pointer;
  }
  button.main {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  button.danger {
    color: var(--bad);
  }
  button[aria-disabled='true'] {
    opacity: 0.75;
    cursor: default;
  }
  button:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  dialog {
    box-sizing: border-box;
    max-width: min(26rem, calc(100vw - 2rem));
    padding: 1.25rem;
    color: var(--color);
    background: var(--background);
    border: 1px solid var(--border);
    border-radius: var(--radius);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }
  .question {
    margin: 0;
    font-weight: 600;
  }
`;
