import { isObjectType, type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>;
type FieldMethod = Metadata['fieldResolvers'][number];
type Parameter = NonNullable<FieldMethod['params']>[number];
type Context = Readonly<Record<string, unknown>>;
type ReadParameter = (root: unknown, context: Context, info: GraphQLResolveInfo) => unknown;

/**
 * Has fields resolved by a plain call of their method. type-graphql sorts and collects a method's
 * parameters anew at each call, which in an answer of thousands of fields takes longer than what the
 * methods do. Fields that take arguments, or have a middleware or a guard, stay with it.
 */
export function resolveDirectly(schema: GraphQLSchema): void {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  const names = new Map(objectTypes.map(({ target, name }) => [target, name]));
  for (const method of fieldResolvers) {
    const resolve = plainCallOf(method);
    const target = method.getObjectType?.();
    const type = target && schema.getType(names.get(target) ?? '');
    const field = isObjectType(type) ? type.getFields()[method.schemaName] : undefined;
    if (resolve !== null && field !== undefined) field.resolve = resolve;
  }
}

/** Null where type-graphql has more to do than to call. */
function plainCallOf({ kind, target, methodName, params = [], middlewares, roles }: FieldMethod) {
  const reads = params.toSorted((a, b) => a.index - b.index).map(readerOf);
  if (kind !== 'external' || roles !== undefined || (middlewares ?? []).length > 0) return null;
  if (reads.length > 3 || reads.includes(null)) return null;
  const instance = Reflect.construct(target, []) as Record<string, (...values: unknown[]) => unknown>;
  const method = instance[methodName]?.bind(instance);
  if (method === undefined) return null;
  const [first, second, third] = reads.map((read) => read ?? nothing);
  return callWith(method, first, second, third);
}

/** Written out, since a list of the parameters would be made for each field of each row. */
function callWith(
  method: (...values: unknown[]) => unknown,
  first: ReadParameter = nothing,
  second: ReadParameter = nothing,
  third: ReadParameter = nothing,
): GraphQLFieldResolver<unknown, Context> {
  return (root, _, context, info) =>
    method(first(root, context, info), second(root, context, info), third(root, context, info));
}

/** Null for a parameter that type-graphql makes or checks. */
function readerOf(parameter: Parameter): ReadParameter | null {
  const { kind } = parameter;
  if (kind === 'info') return (_root, _context, info) => info;
  if (kind === 'context') {
    const name = parameter.propertyName;
    return name === undefined ? (_, context) => context : (_, context) => context[name];
  }
  const isRow = kind === 'root' && parameter.propertyName === undefined && (parameter.getType?.() ?? Object) === Object;
  return isRow ? (root) => root : null;
}

function nothing(): undefined {
  return undefined;
}
