import { randomBytes } from 'node:crypto';
import { hashText } from '../platform/canonical-hash.js';
import { HubError } from '../platform/errors/hub-error.js';
import type { Asker } from './connections.js';

/**
 * Binds an attempt to the browser that asks, so that nobody can have somebody else finish what they
 * began. Gives the hash of the cookie; null where the caller vouches for the browser.
 * @throws HubError BAD_INPUT where there is no browser to bind to, or the caller may not leave it out.
 */
export function bindBrowser({ viewer, browser }: Asker, isWanted: boolean): string | null {
  const field = ['input', 'bindBrowser'];
  if (!isWanted) {
    if (viewer.via === 'operator-key') return null;
    throw new HubError(
      'BAD_INPUT',
      "Only your product's own server, with the operator key, may leave the browser unbound. Leave bindBrowser out.",
      { field },
    );
  }
  if (browser === null) {
    throw new HubError(
      'BAD_INPUT',
      'Linking an account begins with an HTTP request of the browser that will consent. A server that hands the address on sends bindBrowser: false with the operator key.',
      { field },
    );
  }
  const value = isOurs(browser.binding) ? browser.binding : randomBytes(32).toString('base64url');
  browser.bind(value);
  return hashText(value);
}

export function isBoundTo(browserHash: string | null, cookie: string | null): boolean {
  return browserHash === null || (cookie !== null && hashText(cookie) === browserHash);
}

function isOurs(value: string | null): value is string {
  return value !== null && /^[\w-]{43}$/.test(value);
}
