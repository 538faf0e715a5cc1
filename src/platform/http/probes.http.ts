import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface ProbeOptions {
  /** In Prometheus' text format. */
  metrics: { readonly contentType: string; text(): Promise<string> };
  /** What keeps the hub from serving, in words; empty where nothing does. */
  findObstacles(): Promise<string[]>;
  /** Throws where the request may not read metrics. */
  authorizeMetrics(request: FastifyRequest): Promise<void>;
}

/** For those who watch the hub: `/healthz` (the process lives), `/readyz` (it can serve), `/metrics` (Prometheus). */
export async function probeRoutes(fastify: FastifyInstance, options: ProbeOptions): Promise<void> {
  fastify.get('/healthz', async () => ({ alive: true }));

  fastify.get('/readyz', async (_request, reply) => {
    const missing = await options.findObstacles();
    return reply.code(missing.length === 0 ? 200 : 503).send({ ready: missing.length === 0, missing });
  });

  fastify.get('/metrics', async (request, reply) => {
    await options.authorizeMetrics(request);
    return reply.type(options.metrics.contentType).send(await options.metrics.text());
  });
}
