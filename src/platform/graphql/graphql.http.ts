import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { HubError } from '../errors/hub-error.js';
import { preferredType } from '../http/accept.js';
import { answerGraphQLError } from '../http/answer-error.js';
import { justRun, type AroundOperation } from './around-operation.js';
import { startApollo, type ApolloContext } from './apollo.js';
import { carry, type Caller, type RequestHeaders } from './caller.js';
import { createErrorMask } from './error-masking.js';
import { createGraphiql, type ExampleOperation } from './graphiql.js';
import { OPERATION_LIMITS, type OperationLimits } from './limits.js';
import { createOperationGate } from './operation-gate.js';
import type { OperationObserver } from './operation-observer.js';
import type { TransportOptions } from './transport.js';
import { serveWebSocket } from './websocket.js';
import { createSseHandler } from './yoga.js';

export interface GraphQLRoutesOptions<Context extends object> {
  schema: GraphQLSchema;
  /**
   * Says who sends an operation. Never throws for a wrong proof: that is a refusal.
   * @param exchange the browser's request and answer; null over WebSocket, which has no answer to put a cookie on.
   */
  identify(
    headers: RequestHeaders,
    exchange: { request: FastifyRequest; reply: FastifyReply } | null,
  ): Promise<Caller<Context>>;
  isProduction: boolean;
  /** What GraphiQL opens with. */
  examples: readonly ExampleOperation[];
  observe: OperationObserver;
  around?: AroundOperation;
  limits?: OperationLimits;
}

const PATH = '/graphql';
const OFFERED = ['application/graphql-response+json', 'application/json', 'text/event-stream', 'text/html'] as const;
/** GraphiQL is one page with its scripts and workers inside. */
const GRAPHIQL_POLICY =
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; frame-ancestors 'none'; base-uri 'none'";

/** The one address of the API: which transport answers, the request's own headers decide. */
export async function graphqlRoutes<Context extends object>(
  fastify: FastifyInstance,
  options: GraphQLRoutesOptions<Context>,
): Promise<void> {
  const transport = transportOptions(fastify, options);
  const apollo = await startApollo(transport);
  const sockets = serveWebSocket({
    ...transport,
    server: fastify.server,
    path: PATH,
    identify: (headers) => options.identify(headers, null),
  });
  // Before Fastify closes its connections, so that clients hear why.
  fastify.addHook('preClose', () => sockets[Symbol.asyncDispose]());
  fastify.addHook('onClose', () => apollo.stop());
  fastify.setErrorHandler(answerGraphQLError);

  const answerJson = fastifyApolloHandler<ApolloContext>(apollo, {
    context: async (request, reply) => carry(await options.identify(request.headers, { request, reply })),
  });
  const answerStream = createSseHandler(transport);
  const renderGraphiql = options.isProduction ? null : createGraphiql(options.examples);

  fastify.route({
    method: ['GET', 'POST'],
    url: PATH,
    handler: async function (request, reply) {
      if (Array.isArray(request.body))
        throw new HubError('BAD_INPUT', 'Send one operation a request: batches are not taken.');
      const wanted = preferredType(request.headers.accept, OFFERED);
      if (wanted === 'text/html' && request.method === 'GET' && renderGraphiql !== null) {
        return reply
          .type('text/html')
          .header('content-security-policy', GRAPHIQL_POLICY)
          .send(await renderGraphiql((request.query as { variables?: unknown }).variables));
      }
      if (wanted === 'text/event-stream') {
        return answerStream(request, reply, await options.identify(request.headers, { request, reply }));
      }
      // What one viewer sees is nobody else's, and old in a moment.
      reply.header('cache-control', 'no-store');
      return answerJson.call(this, request, reply);
    },
  });
}

function transportOptions<Context extends object>(
  fastify: FastifyInstance,
  options: GraphQLRoutesOptions<Context>,
): TransportOptions {
  const { schema, isProduction, limits = OPERATION_LIMITS, observe, around = justRun } = options;
  return {
    schema,
    observe,
    around,
    maxTokens: limits.tokens,
    gate: createOperationGate({ schema, limits, allowIntrospection: !isProduction }),
    mask: createErrorMask({ log: fastify.log, hideSuggestions: isProduction }),
  };
}
