import { setNonce } from 'get-nonce';

/**
 * Says under which nonce the page's scripts may write style sheets; the hub puts another one into
 * every document that it serves.
 */
export function readStyleNonce(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  // For the dialogs, which keep what lies below them from scrolling.
  setNonce(nonce);
  return nonce;
}
