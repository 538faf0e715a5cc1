import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  getOperationAST,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLError,
  type ParseOptions,
  type Source,
} from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { requestErrorOf } from '../errors/error-answer.js';
import { carry, type AnyCaller } from './caller.js';
import { subscribeAfresh } from './event-stream.js';
import { describeOperation } from './operation-observer.js';
import type { TransportOptions } from './transport.js';

interface ServerContext {
  caller: AnyCaller;
}

type Yoga = YogaServerInstance<ServerContext, { caller: AnyCaller }>;

/** GraphQL Yoga: everything over server-sent events, each operation on a connection of its own. */
export function createSseHandler(options: TransportOptions) {
  const yoga: Yoga = createYoga<ServerContext, { caller: AnyCaller }>({
    schema: options.schema,
    context: ({ caller }) => carry(caller),
    graphqlEndpoint: '/graphql',
    // CORS is Fastify's; Yoga's own default would trust every origin with its cookies.
    cors: false,
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    logging: false,
    maskedErrors: { maskError: options.mask },
    plugins: [tokenLimitPlugin(options), operationPlugin(options), faultPlugin(options)],
  });

  return async (request: FastifyRequest, reply: FastifyReply, caller: AnyCaller): Promise<FastifyReply> => {
    const response = await yoga.handleNodeRequestAndResponse(request, reply, { caller });
    return reply
      .code(response.status)
      .headers(Object.fromEntries(response.headers))
      .send(response.body ?? '');
  };
}

function tokenLimitPlugin({ maxTokens }: TransportOptions): Plugin {
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((source: string | Source, options?: ParseOptions): DocumentNode =>
        parse(source, { ...options, maxTokens }),
      ),
  };
}

function operationPlugin({ gate, observe, around }: TransportOptions): Plugin {
  const refusalOf = (args: ExecutionArgs): { errors: GraphQLError[] } | null => {
    const { caller } = args.contextValue as ServerContext;
    const refusal = gate({
      document: args.document,
      operationName: args.operationName,
      variables: args.variableValues,
      caller,
    });
    return refusal === null ? null : { errors: [requestErrorOf(refusal)] };
  };
  const beginObserving = (args: ExecutionArgs) => {
    const startedAt = performance.now();
    const { caller } = args.contextValue as ServerContext;
    const operation = describeOperation(getOperationAST(args.document, args.operationName), caller);
    return ({ result }: { result: object }) =>
      observe({
        transport: 'sse',
        ...operation,
        failed: 'errors' in result,
        durationMs: performance.now() - startedAt,
      });
  };
  return {
    onExecute: ({ args, executeFn, setExecuteFn, setResultAndStopExecution }) => {
      const refused = refusalOf(args);
      if (refused !== null) setResultAndStopExecution(refused);
      else setExecuteFn((given: ExecutionArgs) => around(describe(given), async () => executeFn(given)));
      return { onExecuteDone: beginObserving(args) };
    },
    onSubscribe: ({ args, setSubscribeFn, setResultAndStopExecution }) => {
      const refused = refusalOf(args);
      if (refused !== null) setResultAndStopExecution(refused);
      else setSubscribeFn((given: ExecutionArgs) => around(describe(given), () => subscribeAfresh(given)));
      return { onSubscribeResult: beginObserving(args) };
    },
  };
}

function describe({ document, operationName, contextValue }: ExecutionArgs) {
  return { document, operationName, caller: (contextValue as ServerContext).caller };
}

/** Masks also what Yoga's own masking leaves out, faults found before execution, and says them in an event with status 200. */
function faultPlugin({ mask }: TransportOptions): Plugin {
  const inAnEvent = (error: unknown): GraphQLError => {
    const masked = mask(error);
    if (masked.extensions.http !== undefined) masked.extensions.http.spec = true;
    return masked;
  };
  return {
    onExecutionResult: ({ result, setResult }) => {
      if (result !== undefined && 'errors' in result && result.errors !== undefined) {
        setResult({ ...result, errors: result.errors.map(inAnEvent) });
      }
    },
  };
}
