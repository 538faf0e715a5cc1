import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the built web page. Its assets carry a hash in their names and are kept for ever, the page itself never. */
export async function pageRoutes(fastify: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    fastify.get('/', async (_request, reply) =>
      reply.type('text/plain').send('The web page is not built: run "npm run build". The API is at /graphql.\n'),
    );
    return;
  }
  await fastify.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, 'assets'));
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
