import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EXAMPLE_OPERATIONS } from './example-operations.js';
import { oauthCallbackRoutes } from './integrations/oauth-callback.http.js';
import { oauthDoneRoutes } from './integrations/oauth-done.http.js';
import type { Database } from './platform/database/open-database.js';
import { HubError } from './platform/errors/hub-error.js';
import { tracedOperations } from './platform/graphql/around-operation.js';
import { graphqlRoutes } from './platform/graphql/graphql.http.js';
import { browserCookie } from './platform/http/browser-cookie.js';
import { embedRoutes } from './platform/http/embed.http.js';
import { createHttpServer } from './platform/http/http-server.js';
import type { HubMetrics } from './metrics/hub-metrics.js';
import { Origins } from './platform/http/origins.js';
import { pageRoutes } from './platform/http/page.http.js';
import { probeRoutes } from './platform/http/probes.http.js';
import type { Logger } from './platform/logging/logger.js';
import { noTracing, type Tracing } from './platform/tracing/tracing.js';
import { PROJECT_ROOT } from './project-root.js';
import { EventScopes } from './event-scopes.js';
import { createSchema } from './schema.js';
import { Scope, type GraphQLContext } from './scope.js';
import type { CompleteConfig } from './secrets.js';
import type { Features } from './services.js';
import type { Tables } from './tables.js';
import { Authenticator } from './viewer/authenticator.js';
import { identifyCaller } from './viewer/identify-caller.js';
import { sessionRoutes } from './viewer/session.http.js';
import { webhookRoutes } from './webhooks/webhook-door.http.js';
import { MAX_BODY_BYTES } from './webhooks/webhook-door.js';

export interface ServerOptions {
  config: CompleteConfig;
  logger: Logger;
  database: Database<Tables>;
  features: Features;
  metrics: HubMetrics;
  tracing: Tracing;
  /** What keeps the hub from serving, in words. */
  findObstacles(): Promise<string[]>;
  clock: () => number;
}

/** Every address of the hub; a worker has only those of its watchers. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { config, logger, features, metrics, tracing, findObstacles, clock } = options;
  const isHttps = config.publicUrl.startsWith('https:');
  const origins = new Origins(config.publicUrl, config.allowedOrigins);
  const authenticator = createAuthenticator(config, origins, clock);
  const fastify = await createHttpServer({ logger, origins, isHttps, onAnswer: metrics.answers.onAnswer });
  const authorizeMetrics = (request: FastifyRequest) => requireOperator(authenticator, request);
  await fastify.register(probeRoutes, { metrics: metrics.meters, findObstacles, authorizeMetrics });
  if (config.role === 'worker') return fastify;

  const cookie = browserCookie(isHttps);
  const { db } = options.database;
  const eventScopes = new EventScopes(features.events, (viewer) => new Scope(features, viewer, null, db));
  await fastify.register(sessionRoutes, { authenticator, isHttps });
  await fastify.register(oauthCallbackRoutes(features.connections, cookie));
  await fastify.register(oauthDoneRoutes(origins, config.publicUrl));
  const sizes = features.providers.list().map(({ webhook }) => webhook?.maxBodyBytes ?? MAX_BODY_BYTES);
  await fastify.register(
    webhookRoutes({ door: features.webhookDoor, maxBodyBytes: Math.max(...sizes), publicUrl: config.publicUrl }),
  );
  await fastify.register(graphqlRoutes<GraphQLContext>, {
    schema: createSchema(features.providers.list()),
    isProduction: config.isProduction,
    examples: EXAMPLE_OPERATIONS,
    observe: metrics.answers.onOperation,
    around: tracing === noTracing ? undefined : tracedOperations(tracing),
    identify: (headers, exchange) => {
      const browser = exchange && {
        binding: cookie.read(exchange.request),
        bind: (value: string) => cookie.set(exchange.reply, value),
      };
      return identifyCaller(authenticator, headers, {
        ofOperation: (viewer) => ({ scope: new Scope(features, viewer, browser, db) }),
        ofEvent: (viewer) => ({ scope: eventScopes.of(viewer) }),
      });
    },
  });
  await fastify.register(embedRoutes, { folder: join(PROJECT_ROOT, 'dist/embed') });
  await fastify.register(pageRoutes, { folder: join(PROJECT_ROOT, 'dist/web') });
  return fastify;
}

function createAuthenticator(config: CompleteConfig, origins: Origins, clock: () => number): Authenticator {
  const [first] = config.encryptionKeys;
  if (first === undefined) throw new Error('The first encryption key is missing.');
  return new Authenticator({
    operatorKey: config.operatorKey,
    encryptionKey: first.key,
    jwt: config.jwt,
    origins,
    isHttps: config.publicUrl.startsWith('https:'),
    clock,
  });
}

async function requireOperator(authenticator: Authenticator, request: FastifyRequest): Promise<void> {
  const viewer = await authenticator.authenticate(request.headers);
  if (viewer?.role === 'OPERATOR') return;
  throw new HubError('UNAUTHENTICATED', 'Metrics are the operator\'s: send "Authorization: Bearer <operator key>".');
}
