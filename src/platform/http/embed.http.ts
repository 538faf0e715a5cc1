import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * Serves the scripts that other products put into their pages. They hold nothing of anybody, so any page may load
 * them; their addresses stay, so that browsers ask after some minutes whether they have changed.
 */
export async function embedRoutes(fastify: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  if (!existsSync(folder)) return;
  await fastify.register(fastifyStatic, {
    root: folder,
    prefix: '/embed/',
    // As vite.embed.config.ts lays them beside the files.
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'public, max-age=300, stale-while-revalidate=86400');
      reply.header('access-control-allow-origin', '*');
      reply.header('cross-origin-resource-policy', 'cross-origin');
    },
  });
}
