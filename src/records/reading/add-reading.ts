import { GraphQLObjectType, isObjectType, type GraphQLFieldConfig, type GraphQLSchema } from 'graphql';
import type { GraphQLContext } from '../../scope.js';
import type { IndexPlans } from './index-plan.js';
import { listField } from './list-field.js';
import { referenceField } from './reference-field.js';

/**
 * Gives a schema, which has the models' types and their connections, a query field for each model's list and the
 * fields by which models lead to each other. They are made of declarations, so there is no class to decorate.
 */
export function addReading(schema: GraphQLSchema, plans: IndexPlans): void {
  const query = objectType(schema, 'Query');
  for (const plan of plans.values()) {
    const type = objectType(schema, plan.model);
    addField(query, plan.reading.query, listField(plan, type, objectType(schema, `${plan.model}Connection`)));
    for (const [name, reference] of Object.entries(plan.reading.references ?? {})) {
      if (reference.at !== undefined) plans.get(reference.to)?.columnOf(reference.at);
      addField(type, name, referenceField(reference, objectType(schema, reference.to)));
    }
  }
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (isObjectType(type)) return type;
  throw new Error(`The schema has no type ${name}.`);
}

/** All types that it names are in the schema already. */
function addField<Source, Arguments>(
  type: GraphQLObjectType,
  name: string,
  config: GraphQLFieldConfig<Source, GraphQLContext, Arguments>,
): void {
  const fields = type.getFields();
  if (name in fields) throw new Error(`${type.name} has a field "${name}" already.`);
  const made = new GraphQLObjectType<Source, GraphQLContext>({ name: type.name, fields: { [name]: config } });
  Object.assign(fields, made.getFields());
}
