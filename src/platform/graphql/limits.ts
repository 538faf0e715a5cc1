import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { HubError } from '../errors/hub-error.js';

/** How much one operation may ask for. */
export interface OperationLimits {
  /** Fields inside one another. */
  depth: number;
  /** Objects that the answer may hold at most, as page sizes promise. */
  objects: number;
  aliases: number;
  directives: number;
  /** Lexical tokens of the document. */
  tokens: number;
}

export const OPERATION_LIMITS: OperationLimits = {
  depth: 12,
  objects: 5000,
  aliases: 30,
  directives: 20,
  tokens: 2000,
};

/** A list whose size nothing promises is taken to hold so many. */
const UNSIZED_LIST = 10;
/** What a page holds at most; a larger `first` is refused by the field itself, in better words. */
const LARGEST_PAGE = 100;

const COUNT = new Intl.NumberFormat('en');

type Measure = Omit<OperationLimits, 'tokens'>;

/** What a valid operation asks for, with its fragments spread and its variables filled in. */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const root = schema.getRootType(operation.operation);
  const measure = new Measurer(schema, document, withDefaults(operation, variables)).measure(
    operation.selectionSet,
    root,
    null,
  );
  return { ...measure, directives: measure.directives + (operation.directives?.length ?? 0) };
}

/** The refusal of an operation that asks for too much, naming each limit and by how much; null where it keeps them. */
export function exceededLimits(measure: Measure, limits: OperationLimits): HubError | null {
  const faults: string[] = [];
  if (measure.depth > limits.depth) {
    faults.push(`it nests fields ${measure.depth} deep, and the limit is ${limits.depth}`);
  }
  if (measure.objects > limits.objects) {
    faults.push(
      `it may return up to ${COUNT.format(measure.objects)} objects, and the limit is ${COUNT.format(limits.objects)}: ` +
        'ask for smaller pages (first) or fewer lists inside lists',
    );
  }
  if (measure.aliases > limits.aliases) {
    faults.push(`it uses ${measure.aliases} aliases, and the limit is ${limits.aliases}`);
  }
  if (measure.directives > limits.directives) {
    faults.push(`it uses ${measure.directives} directives, and the limit is ${limits.directives}`);
  }
  return faults.length === 0
    ? null
    : new HubError('BAD_INPUT', `This operation asks for too much: ${faults.join('; ')}.`);
}

class Measurer {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** A fragment spread twice is measured once, or a chain of doubling fragments would take for ever. */
  private readonly measured = new Map<string, Measure>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /** @param pageSize what the enclosing connection promised for the lists right inside it. */
  measure(set: SelectionSetNode, type: GraphQLNamedType | undefined | null, pageSize: number | null): Measure {
    const total: Measure = { depth: 0, objects: 0, aliases: 0, directives: 0 };
    for (const selection of set.selections) {
      const part = this.measureSelection(selection, type, pageSize);
      total.depth = Math.max(total.depth, part.depth);
      total.objects += part.objects;
      total.aliases += part.aliases;
      total.directives += part.directives + (selection.directives?.length ?? 0);
    }
    return total;
  }

  private measureSelection(
    selection: SelectionSetNode['selections'][number],
    type: GraphQLNamedType | undefined | null,
    pageSize: number | null,
  ): Measure {
    if (selection.kind === Kind.FIELD) return this.measureField(selection, type, pageSize);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.measureFragment(selection.name.value, pageSize);
    const condition = selection.typeCondition?.name.value;
    return this.measure(
      selection.selectionSet,
      condition === undefined ? type : this.schema.getType(condition),
      pageSize,
    );
  }

  private measureFragment(name: string, pageSize: number | null): Measure {
    const key = `${name} ${pageSize}`;
    const known = this.measured.get(key);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    if (fragment === undefined) return { depth: 0, objects: 0, aliases: 0, directives: 0 };
    const measure = this.measure(
      fragment.selectionSet,
      this.schema.getType(fragment.typeCondition.name.value),
      pageSize,
    );
    this.measured.set(key, measure);
    return measure;
  }

  private measureField(node: FieldNode, type: GraphQLNamedType | undefined | null, pageSize: number | null): Measure {
    const aliases = node.alias === undefined ? 0 : 1;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    // Introspection is bounded by graphql's own validation.
    if (field === undefined) return { depth: 0, objects: 0, aliases, directives: 0 };
    if (node.selectionSet === undefined) return { depth: 1, objects: 0, aliases, directives: 0 };

    const promised = this.pageSizeOf(node, field);
    const inner = this.measure(node.selectionSet, getNamedType(field.type), promised);
    const times = isList(field) ? (this.idCountOf(node) ?? promised ?? pageSize ?? UNSIZED_LIST) : 1;
    const own = isCompositeType(getNamedType(field.type)) ? 1 : 0;
    return {
      depth: inner.depth + 1,
      objects: times * (own + inner.objects),
      aliases: inner.aliases + aliases,
      directives: inner.directives,
    };
  }

  /** What `first` says, or its default; null where the field has no pages. */
  private pageSizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    const argument = field.args.find(({ name }) => name === 'first');
    if (argument === undefined) return null;
    const size = Number(this.argumentOf(node, 'first') ?? argument.defaultValue ?? LARGEST_PAGE);
    return Number.isFinite(size) ? Math.min(Math.max(size, 1), LARGEST_PAGE) : LARGEST_PAGE;
  }

  private idCountOf(node: FieldNode): number | null {
    const ids = this.argumentOf(node, 'ids');
    return Array.isArray(ids) ? ids.length : null;
  }

  private argumentOf(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return value === undefined ? undefined : valueFromASTUntyped(value, this.variables);
  }
}

function isList(field: GraphQLField<unknown, unknown>): boolean {
  return isListType(getNullableType(field.type));
}

function withDefaults(
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}
