import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Addresses of the page's views: the page itself finds out which to show. */
const VIEWS = ['/', '/connect', '/integrations', '/integrations/*', '/operator', '/operator/*'];

/** Serves the built web page. Its assets carry a hash in their names and are kept for ever, the page itself never. */
export async function pageRoutes(fastify: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) {
    fastify.get('/', async (_request, reply) =>
      reply.type('text/plain').send('The web page is not built: run "npm run build". The API is at /graphql.\n'),
    );
    return;
  }
  serveViews(fastify, index);
  await fastify.register(fastifyStatic, {
    root: folder,
    index: false,
    // As vite.config.ts lays them beside the files.
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, 'assets'));
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** The same document at every view's address, with a nonce of its own for the style sheets that its scripts write. */
function serveViews(fastify: FastifyInstance, index: string): void {
  // Read anew, since a build may replace it. What stands in braces is left there by vite.config.ts.
  const answer = (nonce: string): string => readFileSync(index, 'utf8').replaceAll('{{csp-nonce}}', nonce);
  for (const url of VIEWS) {
    fastify.get(url, async (_request, reply) => {
      const nonce = randomBytes(18).toString('base64');
      return reply
        .type('text/html')
        .header('cache-control', 'no-store')
        .header('content-security-policy', pagePolicy(nonce))
        .send(answer(nonce));
    });
  }
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
