import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { withLogContext } from '../logging/log-context.js';
import { answerError } from './answer-error.js';
import type { Origins } from './origins.js';

export interface HttpServerOptions {
  logger: FastifyBaseLogger;
  origins: Origins;
  /** Whether browsers reach the hub by https. */
  isHttps: boolean;
  onAnswer?: AnswerObserver;
}

/** Told of each request that was answered. `route`: the pattern that took it, not the address. */
export type AnswerObserver = (answer: { route: string; statusCode: number }) => void;

const MAX_BODY_BYTES = 1024 * 1024;

/** Fastify with what every route of the hub has in common: cookies, CORS, security headers, errors. */
export async function createHttpServer({
  logger,
  origins,
  isHttps,
  onAnswer,
}: HttpServerOptions): Promise<FastifyInstance> {
  const fastify = Fastify({
    loggerInstance: logger,
    // A line per request tells nothing that metrics and the API call log do not.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: MAX_BODY_BYTES,
    // An open event stream would hold close() up for ever.
    forceCloseConnections: true,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
  });
  nameRequests(fastify);
  await fastify.register(cookie);
  await fastify.register(cors, {
    delegator: (request, decide) => {
      const { origin, host } = request.headers;
      decide(null, {
        origin: origin !== undefined && origins.allows(origin, host) ? origin : false,
        credentials: true,
      });
    },
    methods: ['GET', 'POST', 'DELETE'],
  });
  await fastify.register(helmet, securityHeaders(isHttps));
  if (onAnswer !== undefined) {
    fastify.addHook('onResponse', async ({ routeOptions }, { statusCode }) =>
      onAnswer({ route: routeOptions.url ?? 'none', statusCode }),
    );
  }
  fastify.setErrorHandler(answerError);
  fastify.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: { message: `There is nothing at ${request.method} ${request.url.split('?')[0]}.`, code: 'NOT_FOUND' },
    }),
  );
  return fastify;
}

/** What a proxy before the hub calls the request, where that is a name and no more. */
function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Says the id of a request to whoever sent it, and to every line that is logged for it. */
function nameRequests(fastify: FastifyInstance): void {
  const within = (request: FastifyRequest, reply: FastifyReply, done: () => void) =>
    withLogContext({ requestId: request.id }, done);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    within(request, reply, done);
  });
  // Reading the body leaves the context behind.
  fastify.addHook('preValidation', within);
}

function securityHeaders(isHttps: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' as const },
    hsts: isHttps ? { maxAge: 31_536_000 } : false,
    // A product may open the consent in a popup and wait for it to come back.
    crossOriginOpenerPolicy: false,
  };
}
