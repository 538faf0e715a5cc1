import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
} from 'graphql';
import { CloseCode, type Context, type SubscribePayload } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { requestErrorOf } from '../errors/error-answer.js';
import { carry, type AnyCaller, type Carried, type RequestHeaders } from './caller.js';
import { callAt, subscribeAfresh } from './event-stream.js';
import { describeOperation } from './operation-observer.js';
import { formatError, type TransportOptions } from './transport.js';

export interface WebSocketOptions extends TransportOptions {
  /** The server whose upgrades under `path` become sockets. */
  server: Server;
  path: string;
  identify(headers: RequestHeaders): Promise<AnyCaller>;
}

type Connection = Context<Record<string, unknown>, Extra & Partial<{ caller: AnyCaller; forget: () => void }>>;

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** graphql-ws on the HTTP server's own port. Disposing of it closes its sockets. */
export function serveWebSocket(options: WebSocketOptions): AsyncDisposable {
  const { mask } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?')[0] !== options.path) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  };
  options.server.on('upgrade', onUpgrade);

  const served = useServer<Record<string, unknown>, { caller: AnyCaller; forget: () => void }>(
    {
      onConnect: (connection) => welcome(connection, options),
      onSubscribe: (connection, _id, payload) => prepare(callerOf(connection), payload, options),
      execute: (args) => observed(args, execute, options),
      subscribe: (args) => observed(args, subscribeAfresh, options),
      onNext: (_connection, _id, _payload, _args, result) =>
        result.errors === undefined
          ? undefined
          : { ...result, errors: result.errors.map((error) => formatError(mask, error)) },
      onError: (_connection, _id, _payload, errors) => errors.map((error) => formatError(mask, error)),
      onClose: (connection) => (connection as Connection).extra.forget?.(),
    },
    sockets,
  );
  return {
    async [Symbol.asyncDispose]() {
      options.server.off('upgrade', onUpgrade);
      await served.dispose();
    },
  };
}

/** Asks who connects; a wrong proof closes the socket in words, and so does one that expires later. */
async function welcome(connection: Connection, { identify }: WebSocketOptions): Promise<void> {
  const { extra } = connection;
  // Of the connection, which is no request: each operation on it begins a trace.
  const { traceparent: _, ...headers } = extra.request.headers;
  const caller = await identify({ ...headers, ...proofIn(connection.connectionParams) });
  extra.caller = caller;
  if (!caller.known && !caller.isAnonymous)
    return extra.socket.close(CloseCode.Forbidden, closeReason(caller.refusal.message));
  if (!caller.known || caller.expiresAt === null) return;
  // 4403 lets graphql-ws clients connect again, with a new token where `connectionParams` is a function.
  extra.forget = callAt(caller.expiresAt, () =>
    extra.socket.close(CloseCode.Forbidden, 'Your token or session has expired.'),
  );
}

const PROOF = new Set(['authorization', 'x-hub-tenant', 'x-hub-user']);

/** What `connectionParams` says of the caller, by the names of the header fields; cookie and origin stay the browser's. */
function proofIn(params: Readonly<Record<string, unknown>> | undefined): RequestHeaders {
  const entries = Object.entries(params ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    entries.filter(([name, value]) => PROOF.has(name) && typeof value === 'string'),
  ) as RequestHeaders;
}

/** A close frame's reason holds 123 bytes. */
function closeReason(message: string): string {
  return Buffer.from(message)
    .subarray(0, 120)
    .toString()
    .replace(/\uFFFD+$/, '');
}

function callerOf({ extra }: Connection): AnyCaller {
  if (extra.caller === undefined) throw new Error('An operation came before the connection was acknowledged.');
  return extra.caller;
}

function prepare(
  caller: AnyCaller,
  payload: SubscribePayload,
  options: WebSocketOptions,
): ExecutionArgs | readonly GraphQLError[] {
  const { schema, gate, maxTokens } = options;
  const document = parseOrFault(payload.query, maxTokens);
  if (document instanceof GraphQLError) return [document];
  const invalid = validate(schema, document);
  if (invalid.length > 0) return invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  const { operationName, variables } = payload;
  if (!getOperationAST(document, operationName))
    return [new GraphQLError(`There is no operation ${operationName ?? 'to run'}.`)];
  const refusal = gate({ document, operationName, variables, caller });
  if (refusal !== null) return [requestErrorOf(refusal)];
  return { schema, document, operationName, variableValues: variables, contextValue: carry(caller) };
}

function parseOrFault(query: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return withCode(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  Object.assign(error.extensions, { code });
  return error;
}

async function observed<Result extends object>(
  args: ExecutionArgs,
  run: (args: ExecutionArgs) => Result | Promise<Result>,
  { observe, around }: TransportOptions,
): Promise<Result> {
  const startedAt = performance.now();
  const { document, operationName } = args;
  const { caller } = args.contextValue as Carried<object>;
  const result = await around({ document, operationName, caller }, async () => run(args));
  const operation = describeOperation(getOperationAST(document, operationName), caller);
  observe({
    transport: 'websocket',
    ...operation,
    failed: 'errors' in result,
    durationMs: performance.now() - startedAt,
  });
  return result;
}
