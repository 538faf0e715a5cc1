import type { FastifyPluginAsync } from 'fastify';
import type { BrowserCookie } from '../platform/http/browser-cookie.js';
import { showFault } from './fault-page.js';
import type { Connections } from './connections.js';

/** Where providers send browsers back: on to the product, or a page that says why not. Needs `@fastify/cookie`. */
export function oauthCallbackRoutes(
  connections: Pick<Connections, 'finishOAuth'>,
  cookie: Pick<BrowserCookie, 'read'>,
): FastifyPluginAsync {
  return async (fastify) => {
    fastify.setErrorHandler(showFault);
    // Without HEAD: what only looks at a link must not use it up.
    fastify.get<{ Params: { providerId: string } }>(
      '/oauth/callback/:providerId',
      { exposeHeadRoute: false },
      async (request, reply) => {
        // The address holds the code: it goes to no other site and into no cache.
        void reply.headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
        const address = await connections.finishOAuth({
          providerId: request.params.providerId,
          parameters: new URL(request.url, 'http://hub.invalid').searchParams,
          cookie: cookie.read(request),
        });
        return reply.redirect(address, 303);
      },
    );
  };
}
