import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ROOT, snippetsIn } from '../../kit/docs.js';
import { LaidSnippets } from '../../kit/laid-snippets.js';

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
  test('is taken by the compiler', () => {
    // A front end's is compiled as one, and run: test/system/frontend-docs.test.ts.
    const snippets = snippetsIn('ts').filter(({ document }) => document !== 'docs/frontend.md');
    using laid = new LaidSnippets(snippets);

    const complaints = laid.compile();

    expect(snippets.length).toBeGreaterThan(0);
    expect(complaints).toBe('');
  });
});
