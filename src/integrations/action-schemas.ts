import { z } from 'zod';
import type { ActionDefinition } from '../providers/provider.js';

// Made once an action: they do not change while the hub runs.
const inputs = new WeakMap<ActionDefinition, unknown>();
const outputs = new WeakMap<ActionDefinition, unknown>();

/** JSON Schema of what a caller passes to an action. */
export function inputSchemaOf(action: ActionDefinition): unknown {
  if (!inputs.has(action)) inputs.set(action, jsonSchemaOf(action.input, 'input'));
  return inputs.get(action);
}

/** JSON Schema of what an action gives. */
export function outputSchemaOf(action: ActionDefinition): unknown {
  if (!outputs.has(action)) outputs.set(action, jsonSchemaOf(action.output, 'output'));
  return outputs.get(action);
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
