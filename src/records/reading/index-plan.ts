import type { ModelDefinition, ProviderDefinition, ReadingDefinition } from '../../providers/provider.js';
import { facetText, isFacet, type Facet } from './facet-text.js';
import { FACET_COLUMNS, lastPlace, type FacetColumn, type IndexValues } from './index-columns.js';

export type IndexPlans = ReadonlyMap<string, IndexPlan>;

/** What is stored of a model's records beside them, so that its list is read by index. */
export class IndexPlan {
  readonly model: string;
  /** Changes whenever other values are stored than before. */
  readonly stamp: string;
  private readonly filters: readonly (readonly [name: string, ignoresCase: boolean])[];

  /** @throws Error where the model declares more filters than there are columns. */
  constructor(
    private readonly definition: ModelDefinition,
    readonly reading: ReadingDefinition,
  ) {
    this.model = definition.name;
    this.filters = Object.entries(reading.filters).map(([name, { ignoresCase }]) => [name, ignoresCase === true]);
    if (this.filters.length > FACET_COLUMNS.length) {
      throw new Error(
        `${this.model} has ${this.filters.length} filters, and there are ${FACET_COLUMNS.length} columns.`,
      );
    }
    this.stamp = JSON.stringify([reading.version, reading.order.direction, this.filters]);
  }

  /** @throws Error where the model cannot be filtered by it. */
  columnOf(filter: string): FacetColumn {
    const column = FACET_COLUMNS[this.filters.findIndex(([name]) => name === filter)];
    if (column === undefined) throw new Error(`${this.model} is not filtered by "${filter}".`);
    return column;
  }

  /** A value as the filter's column holds it. */
  textOf(filter: string, value: Facet): string {
    return facetText(value, this.reading.filters[filter]?.ignoresCase === true);
  }

  /** What to store beside an object of that list, as the getters of its GraphQL type see it. */
  valuesOf(list: number, data: unknown): IndexValues {
    const item = new this.definition.type(NO_ROW, data as never) as unknown as Readonly<Record<string, unknown>>;
    return {
      listKey: list,
      sortKey: this.sortKeyOf(item as never),
      facets: FACET_COLUMNS.map((_, place) => {
        const filter = this.filters[place];
        if (filter === undefined) return null;
        const [name, ignoresCase] = filter;
        const value = item[name];
        return isFacet(value) ? facetText(value, ignoresCase) : null;
      }),
    };
  }

  private sortKeyOf(item: never): number {
    const { by, direction } = this.reading.order;
    const time = Math.round(Number(by(item) ?? Number.NaN));
    return Number.isSafeInteger(time) ? time : lastPlace(direction);
  }
}

/** Of the models that have a list of their own, by their names. */
export function indexPlans(definitions: readonly ProviderDefinition[]): IndexPlans {
  const models = definitions.flatMap((definition) => definition.models);
  return new Map(
    models.flatMap((model) => (model.reading === undefined ? [] : [[model.name, new IndexPlan(model, model.reading)]])),
  );
}

/** What is filtered and sorted by is in the provider's data, not in the hub's row. */
const NO_ROW = {} as never;
