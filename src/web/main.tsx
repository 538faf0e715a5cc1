import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { takeArrival } from './arrival.js';
import { returnFromPopup } from './connect/popup-return.js';
import { NoticesProvider } from './notices/notices.js';
import { SessionStore } from './session/session-store.js';
import { takeKeyFromAddress } from './session/sign-in-link.js';
import { readStyleNonce } from './shell/style-nonce.js';
import { cssVariables, theme } from './shell/theme.js';
import { LANGUAGES, preferredLanguage } from './texts/languages.js';
import { TextsProvider } from './texts/texts.js';

async function open(root: HTMLElement): Promise<void> {
  const nonce = readStyleNonce();
  const language = preferredLanguage();
  const session = new SessionStore();
  const { arrival, isInPopup } = takeArrival();
  if (arrival !== null && isInPopup) await returnFromPopup(arrival);
  void session.open(takeKeyFromAddress());

  // A sign-in link followed where the page is already open changes the fragment only.
  window.addEventListener('hashchange', () => {
    const key = takeKeyFromAddress();
    if (key !== null) void session.open(key);
  });

  const first = { language, texts: await LANGUAGES[language].load() };
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <TextsProvider first={first}>
          <NoticesProvider>
            <App session={session} arrival={arrival} />
          </NoticesProvider>
        </TextsProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
void open(root);
