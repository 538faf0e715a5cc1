import {
  getOperationAST,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { HubError } from '../errors/hub-error.js';
import type { Caller } from './caller.js';
import { exceededLimits, measureOperation, type OperationLimits } from './limits.js';

export interface GateOptions {
  schema: GraphQLSchema;
  limits: OperationLimits;
  /** Whether `__schema` and `__type` may be asked for. */
  allowIntrospection: boolean;
}

/** A parsed and valid operation, about to run. */
export interface GatedOperation {
  document: DocumentNode;
  operationName?: string | null;
  variables?: Readonly<Record<string, unknown>> | null;
  caller: Caller<object>;
}

/** Why an operation may not run; null where it may. */
export type OperationGate = (operation: GatedOperation) => HubError | null;

/**
 * What stands before every operation, whatever carried it: who does not say who they are reaches
 * nothing but `__typename` and introspection, and nobody asks for more than the limits.
 */
export function createOperationGate({ schema, limits, allowIntrospection }: GateOptions): OperationGate {
  return ({ document, operationName, variables, caller }) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return null;
    const roots = rootFieldsOf(document, operation.selectionSet);
    const isAboutSchema = roots.has('__schema') || roots.has('__type');
    if (!caller.known && !(caller.isAnonymous && isHarmless(roots))) return caller.refusal;
    if (isAboutSchema && !allowIntrospection) {
      return new HubError(
        'FORBIDDEN',
        'Introspection is off here; the schema is in the repository: schema/schema.graphql.',
      );
    }
    if (holdsNul(document, variables ?? {})) return new HubError('BAD_INPUT', NO_NUL);
    return exceededLimits(measureOperation(schema, document, operation, variables ?? {}), limits);
  };
}

const NO_NUL = 'No text may hold the character U+0000: PostgreSQL cannot store it. Send the request without it.';

/** In a text of the document, written out or escaped, or in one of the variables, however deep. */
function holdsNul(document: DocumentNode, variables: Readonly<Record<string, unknown>>): boolean {
  return /\0|\\u(0000|\{0+\})/.test(document.loc?.source.body ?? '') || isNulIn(variables);
}

function isNulIn(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(isNulIn);
}

function isHarmless(roots: ReadonlySet<string>): boolean {
  return [...roots].every((name) => name === '__typename' || name === '__schema' || name === '__type');
}

function rootFieldsOf(document: DocumentNode, start: SelectionSetNode): Set<string> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const fields = new Set<string>();
  const spread = new Set<string>();
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      }
    }
  };
  visit(start);
  return fields;
}
