import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT, snippetsIn, type Snippet } from '../../kit/docs.js';

describe('GraphQL in the documents', () => {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8'));

  test.each(snippetsIn('graphql'))('$place is valid', ({ code }) => {
    expect(validate(schema, parse(code))).toEqual([]);
  });
});

describe('commands in the documents', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };

  test.each(snippetsIn('bash'))('$place names scripts that there are', ({ code }) => {
    const run = [...code.matchAll(/\bnpm (?:run )?(?!install|ci|prune)([\w:]+)/g)].map(([, name]) => name);

    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(run));
  });
});

describe('TypeScript in the documents', () => {
  const folder = join(ROOT, 'dist/snippets');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is taken by the compiler', () => {
    const snippets = snippetsIn('ts');

    const complaints = compile(folder, snippets);

    expect(snippets.length).toBeGreaterThan(0);
    expect(complaints).toBe('');
  });
});

/** Lays each snippet over the project at the path in its first line, and gives what the compiler says. */
function compile(folder: string, snippets: readonly Snippet[]): string {
  const files = snippets.map(({ place, code }) => {
    const path = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    if (path === undefined) throw new Error(`${place} does not begin with a line that names its file.`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
    return path;
  });
  const options = { rootDirs: ['../..', '.'], noEmit: true, incremental: false };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions: options, include: [], files, exclude: [] }),
  );
  try {
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}
