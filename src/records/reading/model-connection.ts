import type { ClassType } from 'type-graphql';
import { connectionType } from '../../platform/graphql/pagination/connection.type.js';
import type { ModelDefinition } from '../../providers/provider.js';

const known = new WeakMap<ModelDefinition, ClassType<object>>();

/** The `<model>Connection` type of a model; one for each, however many schemas are made of it. */
export function modelConnection(model: ModelDefinition): ClassType<object> {
  const connection = known.get(model) ?? connectionType(model.name, () => model.type);
  known.set(model, connection);
  return connection;
}
