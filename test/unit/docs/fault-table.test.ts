import { expect, test } from 'vitest';
import { faultTable } from '../../feature/requests/fault-table.js';
import { readDocument } from '../../kit/docs.js';

test('docs/request-manager.md shows the fault matrix that the tests go through', () => {
  const lines = readDocument('docs/request-manager.md').split('\n');
  const from = lines.findIndex((line) => line.startsWith('| the provider'));
  const to = lines.findIndex((line, place) => place > from && !line.startsWith('|'));
  const cells = lines.slice(from, to).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

  expect(cells.filter((_, place) => place !== 1)).toEqual(faultTable());
});
