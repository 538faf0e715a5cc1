import { KeyLoader } from '../../platform/graphql/row-loaders.js';
import type { Row } from '../../tables.js';
import type { VisibleReader } from '../../viewer/visible-reader.js';
import type { FacetColumn } from './index-columns.js';

/** Where a reference points: the records of a model whose column holds that text. */
export interface ReferencePlace {
  integrationId: string;
  model: string;
  column: 'externalId' | FacetColumn;
  text: string;
}

/** By {@link referenceKey}. */
export type ReferenceLoader = KeyLoader<Row<'record'> | null>;

type Key = [integrationId: string, model: string, column: ReferencePlace['column'], text: string];

export function referenceKey({ integrationId, model, column, text }: ReferencePlace): string {
  return JSON.stringify([integrationId, model, column, text] satisfies Key);
}

/** One statement for all references of a moment, whatever they lead to. */
export function referenceLoader(read: VisibleReader): ReferenceLoader {
  return new KeyLoader(async (keys) => {
    const places = keys.map((key) => JSON.parse(key) as Key);
    const groups = [...Map.groupBy(places, ([integrationId, model, column]) => [integrationId, model, column].join())];
    const answers = await read.all(groups.map(([, group]) => selectGroup(read, group)));
    const found = new Map<string, Row<'record'>>();
    for (const [at, rows] of answers.entries()) {
      const column = groups[at]?.[1][0]?.[2] ?? 'externalId';
      for (const row of rows) found.set(referenceKey({ ...row, column, text: row[column] ?? '' }), row);
    }
    return keys.map((key) => found.get(key) ?? null);
  });
}

function selectGroup(read: VisibleReader, group: readonly Key[]) {
  const [[integrationId, model, column]] = group as [Key];
  const texts = group.map(([, , , text]) => text);
  const rows = read
    .from('record')
    .selectAll('record')
    .where('record.integrationId', '=', integrationId)
    .where('record.model', '=', model)
    .where(`record.${column}`, 'in', texts);
  // Filters have no index of live records and tombstones together.
  return column === 'externalId' ? rows : rows.where('record.deletedAt', 'is', null);
}
