import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName } from './cookie-name.js';

/**
 * The cookie by which a browser is known again when a provider sends it back. It names nobody and
 * opens nothing: it only shows that two requests come from one browser.
 */
export interface BrowserCookie {
  /** Null where the browser sent none. */
  read(request: FastifyRequest): string | null;
  set(reply: FastifyReply, value: string): void;
}

const MAX_AGE_SECONDS = 60 * 60;

/** @param isHttps whether browsers reach the hub by https. */
export function browserCookie(isHttps: boolean): BrowserCookie {
  const name = cookieName('hub_browser', isHttps);
  return {
    read: (request) => request.cookies[name] ?? null,
    set: (reply, value) =>
      void reply.setCookie(name, value, {
        path: '/',
        httpOnly: true,
        secure: isHttps,
        // Lax: the way back from the provider is a navigation from another site.
        sameSite: 'lax',
        maxAge: MAX_AGE_SECONDS,
      }),
  };
}
