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
    const fault = NUL.test(document.loc?.source.body ?? '') ? NO_NUL : faultIn(variables ?? {});
    if (fault !== null) return new HubError('BAD_INPUT', fault);
    return exceededLimits(measureOperation(schema, document, operation, variables ?? {}), limits);
  };
}

const NO_NUL = 'No text may hold the character U+0000: PostgreSQL cannot store it. Send the request without it.';

/** In the text of a document, written out or escaped. */
const NUL = /\0|\\u(0000|\{0+\})/;

/** JSON of more levels is nobody's, and whatever walks through it would run out of stack. */
const MAX_LEVELS = 200;

/** What is wrong with a value of the variables, however deep; null where nothing is. */
function faultIn(value: unknown, level = 0): string | null {
  if (typeof value === 'string') return value.includes('\0') ? NO_NUL : null;
  if (typeof value !== 'object' || value === null) return null;
  if (level > MAX_LEVELS) return `The variables hold values inside one another more than ${MAX_LEVELS} levels deep.`;
  for (const inner of Object.values(value)) {
    const fault = faultIn(inner, level + 1);
    if (fault !== null) return fault;
  }
  return null;
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
