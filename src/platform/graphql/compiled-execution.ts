import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  execute,
  getOperationAST,
  OperationTypeNode,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { ApolloContext } from './apollo.js';
import { justRun, type AroundOperation } from './around-operation.js';
import { getVariableValues } from 'graphql/execution/values.js';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

type Gateway = NonNullable<ApolloServerOptionsWithGateway<object>['gateway']>;
type GatewayRequest = Parameters<Awaited<ReturnType<Gateway['load']>>['executor'] & {}>[0];

/** An operation that was sent this often is worth compiling; one-off ones are not. */
const RUNS_BEFORE_COMPILING = 3;

interface Compiled {
  query: CompiledQuery;
  /** Of the variables that have some; graphql-jit takes an absent one for missing. */
  defaults: Record<string, unknown>;
}

interface Known {
  runs: number;
  /** Null where graphql-jit cannot compile it. */
  compiled?: Compiled | null;
}

/**
 * Executes queries that come again and again by code compiled for them (graphql-jit), and everything
 * else, whatever has wrong variables and whatever fails, by graphql-js. Apollo takes another executor only from a gateway.
 */
export function compiledExecution(schema: GraphQLSchema, around: AroundOperation = justRun): Gateway {
  const known = new WeakMap<DocumentNode, Map<string, Known>>();
  return {
    load: () =>
      Promise.resolve({ schema, executor: (request: GatewayRequest) => around(describe(request), () => run(request)) }),
    onSchemaLoadOrUpdate(listen) {
      listen({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };

  async function run({ document, request, context, operationName }: GatewayRequest): Promise<ExecutionResult> {
    const variables = request.variables ?? {};
    const compiled = compiledFor(document, operationName ?? null, variables);
    const answer = compiled && (await compiled.query.query(undefined, context, { ...compiled.defaults, ...variables }));
    // What failed is read once more: graphql-js says where and why, in errors that the mask knows.
    if (answer !== null && answer.errors === undefined) return answer;
    return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
  }

  function compiledFor(
    document: DocumentNode,
    operationName: string | null,
    variables: Record<string, unknown>,
  ): Compiled | null {
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) return null;
    const operations = known.get(document) ?? new Map<string, Known>();
    known.set(document, operations);
    const entry = operations.get(operationName ?? '') ?? { runs: 0 };
    operations.set(operationName ?? '', entry);
    entry.runs += 1;
    if (entry.runs <= RUNS_BEFORE_COMPILING) return null;
    if (entry.compiled === undefined) {
      const result = compileQuery(schema, document, operationName ?? undefined, { disableLeafSerialization: false });
      entry.compiled = isCompiledQuery(result) ? { query: result, defaults: defaultsOf(operation) } : null;
    }
    // graphql-js names wrong variables better.
    if (getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 }).errors) return null;
    return entry.compiled;
  }
}

function describe({ document, operationName, context }: GatewayRequest) {
  return { document, operationName, caller: (context as ApolloContext).caller };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}
