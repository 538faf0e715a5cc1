import { POPUP_MARK } from '../arrival.js';

const LOOK_AGAIN_MS = 500;

/** An empty window for a provider's consent page; null where the browser allows none. */
export function openConsentWindow(): Window | null {
  const popup = window.open('about:blank', '_blank', 'popup,width=620,height=760');
  // What is shown there belongs to somebody else, and must not reach this page.
  if (popup !== null) popup.opener = null;
  return popup;
}

/** Where the provider sends the browser back to. */
export function returnUrl(isInPopup: boolean): string {
  return isInPopup ? `${location.origin}/?${POPUP_MARK}=1` : `${location.origin}/`;
}

/**
 * Tells once that the window was closed or that its consent has expired. No event says so, hence it looks.
 * @returns stops watching.
 */
export function watchConsentWindow(
  popup: Window,
  expiresAtMs: number,
  onEnd: (how: 'closed' | 'expired') => void,
): () => void {
  const timer = setInterval(() => {
    const isExpired = Date.now() >= expiresAtMs;
    if (!popup.closed && !isExpired) return;
    clearInterval(timer);
    if (isExpired) popup.close();
    onEnd(isExpired ? 'expired' : 'closed');
  }, LOOK_AGAIN_MS);
  return () => clearInterval(timer);
}
