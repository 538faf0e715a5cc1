import type { AddressInfo } from 'node:net';
import { Repeater } from 'graphql-yoga';
import { buildSchema, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { GraphQLURL } from 'graphql-scalars';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { EXAMPLE_OPERATIONS } from '../../src/example-operations.js';
import { HubError } from '../../src/platform/errors/hub-error.js';
import { graphqlRoutes } from '../../src/platform/graphql/graphql.http.js';
import { createHttpServer } from '../../src/platform/http/http-server.js';
import { Origins } from '../../src/platform/http/origins.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Authenticator, type AuthenticatorOptions } from '../../src/viewer/authenticator.js';
import { identifyCaller } from '../../src/viewer/identify-caller.js';
import { sessionRoutes } from '../../src/viewer/session.http.js';
import type { Viewer } from '../../src/viewer/viewer.js';

export const OPERATOR_KEY = 'operator-key-of-the-tests-only';
export const JWT_SECRET = 'a secret that only the tests share, 32+';

export interface StageContext {
  viewer: Viewer;
  /** Which of the contexts made so far this one is, from 1. */
  contextNumber: number;
}

/** A GraphQL server on a free port over a small schema, with the hub's own sign-in. Disposing of it closes it. */
export interface GraphQLStage extends AsyncDisposable {
  url: string;
  origin: string;
  /** Lines that the server logged. */
  log: { message: string; fields: Record<string, unknown> }[];
  /** Sends a tick to everybody who subscribed to `ticked`. */
  tick(): void;
  /** Subscriptions of `ticked` that listen now. */
  listeners(): number;
  authenticator: Authenticator;
}

const sdl = /* GraphQL */ `
  enum Colour {
    RED
  }
  scalar URL
  type Thing {
    id: ID!
    thing: Thing!
    things(first: Int! = 20): ThingPage!
    tags: [Thing!]!
  }
  type ThingPage {
    nodes: [Thing!]!
  }
  type Query {
    hello(name: String = "you"): String!
    who: String!
    fail(how: String!): Int
    colour: Colour
    reach(at: URL!): String
    thing: Thing!
    things(first: Int! = 20): ThingPage!
  }
  type Mutation {
    change: String!
  }
  type Subscription {
    ticked: Int!
    failing: Int!
  }
`;

export async function startStage(
  options: Partial<AuthenticatorOptions> & { isProduction?: boolean } = {},
): Promise<GraphQLStage> {
  const stops = new Set<() => void>();
  const pushes = new Set<() => void>();
  const lines: GraphQLStage['log'] = [];
  const logger = createLogger({
    level: 'info',
    destination: {
      write: (line) => {
        const { msg, ...fields } = JSON.parse(line) as { msg: string };
        lines.push({ message: msg, fields });
      },
    },
  });
  const origins = new Origins('http://hub.test', ['https://product.test']);
  const authenticator = new Authenticator({
    operatorKey: OPERATOR_KEY,
    encryptionKey: new Uint8Array(32),
    jwt: { secret: JWT_SECRET, jwksUrl: null, issuer: null, audience: null },
    origins,
    isHttps: false,
    ...options,
  });
  let contexts = 0;
  const newContext = (viewer: Viewer): StageContext => ({ viewer, contextNumber: (contexts += 1) });
  const fastify = await createHttpServer({ logger, origins, isHttps: false });
  await fastify.register(sessionRoutes, { authenticator, isHttps: false });
  await fastify.register(graphqlRoutes<StageContext>, {
    schema: stageSchema(pushes),
    identify: (headers) => identifyCaller(authenticator, headers, { ofOperation: newContext, ofEvent: newContext }),
    isProduction: options.isProduction ?? false,
    examples: EXAMPLE_OPERATIONS,
    observe: () => undefined,
  });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(fastify.server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/graphql`,
    log: lines,
    tick: () => pushes.forEach((push) => push()),
    listeners: () => pushes.size,
    authenticator,
    [Symbol.asyncDispose]: async () => {
      stops.forEach((stop) => stop());
      await fastify.close();
    },
  };
}

function stageSchema(pushes: Set<() => void>): GraphQLSchema {
  const schema = buildSchema(sdl);
  const { parseValue, parseLiteral } = GraphQLURL;
  Object.assign(schema.getType('URL')!, { parseValue, parseLiteral });
  const ticks = () =>
    new Repeater<object>(async (push, stop) => {
      const pushOne = () => void push({});
      pushes.add(pushOne);
      await stop;
      pushes.delete(pushOne);
    });
  const thing = { id: '1', thing: () => thing, things: () => ({ nodes: [thing] }), tags: () => [thing] };
  const { Query, Mutation, Subscription } = schema.getTypeMap() as never as Record<string, { getFields(): Fields }>;
  Object.assign(Query!.getFields().hello!, { resolve: (_: object, { name }: { name: string }) => `Hello ${name}` });
  Object.assign(Query!.getFields().who!, {
    resolve: (_: object, __: object, { viewer }: StageContext) =>
      `${viewer.tenantId}/${viewer.userId} ${viewer.role} ${viewer.via}`,
  });
  Object.assign(Query!.getFields().fail!, { resolve: fail });
  Object.assign(Query!.getFields().colour!, { resolve: () => 'a colour with secret-token in it' });
  Object.assign(Query!.getFields().thing!, { resolve: () => thing });
  Object.assign(Query!.getFields().things!, { resolve: () => ({ nodes: [thing] }) });
  Object.assign(Mutation!.getFields().change!, { resolve: () => 'changed' });
  Object.assign(Subscription!.getFields().ticked!, {
    subscribe: ticks,
    resolve: (_: object, __: object, { contextNumber }: StageContext) => contextNumber,
  });
  Object.assign(Subscription!.getFields().failing!, {
    subscribe: () => {
      throw new HubError('NOT_FOUND', 'There is nothing to watch.');
    },
  });
  return schema;
}

type Fields = Record<string, object>;

function fail(_: object, { how }: { how: string }): never {
  if (how === 'hub') {
    throw new HubError('PROVIDER_RATE_LIMITED', 'Slack asks the hub to wait.', { retryAt: Date.UTC(2030, 0, 1) });
  }
  throw new TypeError('a bug that names secret-token');
}

/** A client of one transport: what it is told, and the events that it is sent. */
export interface TransportClient extends AsyncDisposable {
  ask(query: string, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  subscribe(query: string): AsyncIterableIterator<ExecutionResult>;
}

export type ConnectClient = (stage: GraphQLStage, headers: Record<string, string>) => TransportClient;

export const connectHttp: ConnectClient = (stage, headers) => ({
  ask: async (query, variables) => {
    const response = await fetch(stage.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as ExecutionResult;
  },
  subscribe: () => {
    throw new Error('Nothing is streamed over plain HTTP.');
  },
  [Symbol.asyncDispose]: async () => undefined,
});

export const connectSse: ConnectClient = (stage, headers) => {
  const client = createSseClient({ url: stage.url, headers, retryAttempts: 0 });
  return streaming(
    (query, variables) => client.iterate({ query, variables }) as never,
    () => client.dispose(),
  );
};

export const connectWebSocket: ConnectClient = (stage, headers) => {
  const client = openWebSocket(stage, headers);
  return streaming(
    (query, variables) => client.iterate({ query, variables }) as never,
    () => client.dispose(),
  );
};

export function openWebSocket(stage: GraphQLStage, connectionParams: Record<string, string>): Client {
  return createWebSocketClient({
    url: stage.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
}

function streaming(
  iterate: (query: string, variables?: Record<string, unknown>) => AsyncIterableIterator<ExecutionResult>,
  dispose: () => void | Promise<void>,
): TransportClient {
  return {
    ask: async (query, variables) => {
      const answers = iterate(query, variables);
      try {
        const { value } = await answers.next();
        return value as ExecutionResult;
      } catch (errors) {
        // graphql-ws throws a refused operation's errors.
        return { errors: errors as ExecutionResult['errors'] };
      }
    },
    subscribe: (query) => iterate(query),
    [Symbol.asyncDispose]: async () => dispose(),
  };
}

export function asOperator(more: Record<string, string> = {}): Record<string, string> {
  return { authorization: `Bearer ${OPERATOR_KEY}`, ...more };
}
