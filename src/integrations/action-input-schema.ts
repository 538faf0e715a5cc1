import { z } from 'zod';
import type { ActionDefinition } from '../providers/provider.js';

const schemas = new WeakMap<ActionDefinition, unknown>();

/** JSON Schema of what a caller passes to an action. Made once an action: it does not change while the hub runs. */
export function inputSchemaOf(action: ActionDefinition): unknown {
  if (!schemas.has(action)) {
    schemas.set(action, z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' }));
  }
  return schemas.get(action);
}
