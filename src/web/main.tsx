import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from './page.js';
import './page.css';
import { SessionStore } from './session/session-store.js';
import { takeKeyFromAddress } from './session/sign-in-link.js';
import { takeArrival } from './take-arrival.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

const session = new SessionStore();
const arrival = takeArrival();
void session.open(takeKeyFromAddress());

// A sign-in link followed where the page is already open changes the fragment only.
window.addEventListener('hashchange', () => {
  const key = takeKeyFromAddress();
  if (key !== null) void session.open(key);
});

createRoot(root).render(
  <StrictMode>
    <Page session={session} arrival={arrival} />
  </StrictMode>,
);
