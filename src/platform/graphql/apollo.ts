import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError } from 'graphql';
import { requestErrorOf } from '../errors/error-answer.js';
import { HubError } from '../errors/hub-error.js';
import { preferredType } from '../http/accept.js';
import { compiledExecution } from './compiled-execution.js';
import type { AnyCaller } from './caller.js';
import { describeOperation } from './operation-observer.js';
import type { TransportOptions } from './transport.js';
import { formatError } from './transport.js';

export interface ApolloContext {
  caller: AnyCaller;
}

/** Apollo Server, started: queries and mutations over POST, queries over GET. Whoever started it stops it. */
export async function startApollo(options: TransportOptions): Promise<ApolloServer<ApolloContext>> {
  const apollo = new ApolloServer<ApolloContext>({
    gateway: compiledExecution(options.schema, options.around),
    // The gate decides, the same on every transport.
    introspection: true,
    // A page elsewhere cannot set one of these without asking first (CORS).
    csrfPrevention: { requestHeaders: ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: options.maxTokens },
    stringifyResult: (answer) => JSON.stringify(answer),
    formatError: (_, error) => formatError(options.mask, error),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It would look at each field of each answer; what a viewer sees is never to be cached anyway.
      ApolloServerPluginCacheControlDisabled(),
      gatePlugin(options),
      legacyStatusPlugin,
      observerPlugin(options),
    ],
  });
  await apollo.start();
  return apollo;
}

const SUBSCRIBE_ELSEWHERE =
  'A subscription is a stream and needs a transport that keeps open: send the same request here with ' +
  '"Accept: text/event-stream" (GraphQL over SSE), or open a WebSocket here with the subprotocol graphql-transport-ws.';

function gatePlugin({ gate }: TransportOptions): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, operationName, request, contextValue }) => {
        const refusal =
          gate({ document, operationName, variables: request.variables, caller: contextValue.caller }) ??
          (operation?.operation === 'subscription' ? new HubError('BAD_INPUT', SUBSCRIBE_ELSEWHERE) : null);
        if (refusal !== null) throw requestErrorOf(refusal);
      },
    }),
  };
}

const REQUEST_FAULTS = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * Where a client takes only application/json, a request that GraphQL refuses is answered with 200:
 * such clients take another status for a broken connection.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
const legacyStatusPlugin: ApolloServerPlugin<ApolloContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response }) => {
      const { body } = response;
      if (response.http.status !== 400 || body.kind !== 'single' || !body.singleResult.errors?.every(isRequestFault))
        return;
      const accepted = preferredType(request.http?.headers.get('accept'), [
        'application/json',
        'application/graphql-response+json',
      ]);
      if (accepted === 'application/json') response.http.status = 200;
    },
  }),
};

function isRequestFault({ extensions }: GraphQLFormattedError): boolean {
  return REQUEST_FAULTS.has(String(extensions?.code));
}

function observerPlugin({ observe }: TransportOptions): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: async () => {
      const startedAt = performance.now();
      return {
        willSendResponse: async ({ operation, response, contextValue }) =>
          observe({
            transport: 'http',
            ...describeOperation(operation, contextValue.caller),
            failed: response.body.kind === 'single' && response.body.singleResult.errors !== undefined,
            durationMs: performance.now() - startedAt,
          }),
      };
    },
  };
}
