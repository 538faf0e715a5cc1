import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providers } from '../../../src/providers/index.js';
import type { ProviderDefinition } from '../../../src/providers/provider.js';
import { readDocument, ROOT } from '../../kit/docs.js';

/** A row of a table in docs/providers.md: a part of a provider, and the test files of each column. */
interface Row {
  provider: string;
  part: string;
  files: Record<Column, string[]>;
}

const COLUMNS = ['emulate', 'server', 'own', 'hub'] as const;
type Column = (typeof COLUMNS)[number];

/** What a file of a column uses. */
const MARKS: Readonly<Record<Column, RegExp>> = {
  emulate: /Emulators\.start|createEmulator|startGitHubEmulator/,
  server: /Server\b/,
  own: /https:\/\/[\w.]*(slack|google|stripe|github)[\w.]*\/|webhooks-examples|from '(stripe|@octokit\/webhooks)'/,
  hub: /openHubHere|HubProcess|ListeningHub/,
};

const rows = readDocument('docs/providers.md').split(/^## /m).slice(1).flatMap(rowsOf);

describe('the tables of docs/providers.md', () => {
  test.each(providers)('have every part of $name, and nothing else', (provider) => {
    const listed = rows.filter((row) => row.provider === provider.name).map(({ part }) => part);

    expect(listed.toSorted()).toEqual(partsOf(provider).toSorted());
  });

  test('are of providers that there are', () => {
    expect(new Set(rows.map(({ provider }) => provider))).toEqual(new Set(providers.map(({ name }) => name)));
  });

  test.each(rows)(
    '$provider, $part: its files test it, and against what they are said to',
    ({ provider, part, files }) => {
      const { id } = providers.find(({ name }) => name === provider) as ProviderDefinition;
      const named = COLUMNS.flatMap((column) => files[column].map((file) => ({ column, file })));

      expect(named.length).toBeGreaterThan(0);
      for (const { column, file } of named) {
        expect(existsSync(join(ROOT, file)), file).toBe(true);
        const code = readFileSync(join(ROOT, file), 'utf8');
        expect(code, file).toMatch(nameOf(part, id));
        expect(code, file).toMatch(MARKS[column]);
      }
    },
  );
});

function partsOf({ models, actions, webhook }: ProviderDefinition): string[] {
  return [
    ...models.map(({ name }) => `model \`${name}\``),
    ...actions.map(({ name }) => `action \`${name}\``),
    ...(webhook === undefined ? [] : ['webhook']),
  ];
}

/** As a test names a model or an action, `createIssue` or `githubCreateIssue`; of a webhook, whose it is. */
function nameOf(part: string, providerId: string): RegExp {
  const [, name = null] = /`(\w+)`/.exec(part) ?? [];
  if (name === null) return new RegExp(`${providerId.replace('-', '.?')}|${providerId.split('-')[0]}`, 'i');
  return new RegExp(`\\b${name}\\b|[a-z]${name.charAt(0).toUpperCase()}${name.slice(1)}\\b`);
}

function rowsOf(section: string): Row[] {
  const [provider = ''] = section.split('\n');
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => {
    const [part = '', ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const files = COLUMNS.map((column, place) => [column, filesIn(cells[place] ?? '')] as const);
    return { provider, part, files: Object.fromEntries(files) as Row['files'] };
  });
}

/** Paths of the links of a cell, as from the root. */
function filesIn(cell: string): string[] {
  return [...cell.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);
}
