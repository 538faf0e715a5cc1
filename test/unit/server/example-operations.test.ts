import { readFileSync } from 'node:fs';
import { coerceInputValue, Kind, parse, typeFromAST, validate, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { EXAMPLE_OPERATIONS } from '../../../src/example-operations.js';
import { OPERATION_LIMITS, exceededLimits, measureOperation } from '../../../src/platform/graphql/limits.js';
import { providers } from '../../../src/providers/index.js';
import { createSchema } from '../../../src/schema.js';

const schema = createSchema(providers);

test.each(EXAMPLE_OPERATIONS.map(({ file, variables }) => [file.replace(/.*\//, ''), file, variables ?? {}] as const))(
  '%s is valid with its variables, and within the limits',
  (_, file, variables) => {
    const document = parse(readFileSync(file, 'utf8'));
    const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);

    const refusal = exceededLimits(
      measureOperation(schema, document, operation as OperationDefinitionNode, variables),
      OPERATION_LIMITS,
    );

    expect(validate(schema, document)).toEqual([]);
    expect(mistakesIn(operation as OperationDefinitionNode, variables)).toEqual([]);
    expect(refusal).toBeNull();
  },
);

function mistakesIn(operation: OperationDefinitionNode, variables: Record<string, unknown>): string[] {
  const mistakes: string[] = [];
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    const value = variables[variable.name.value];
    if (value === undefined && (defaultValue !== undefined || type.kind !== Kind.NON_NULL_TYPE)) continue;
    coerceInputValue(value, typeFromAST(schema, type as never) as never, (path, _value, error) =>
      mistakes.push(`${variable.name.value}.${path.join('.')}: ${error.message}`),
    );
  }
  return mistakes;
}
