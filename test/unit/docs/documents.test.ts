import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentVariables } from '../../../src/config.js';
import { documents, readDocument, ROOT } from '../../kit/docs.js';

describe('what the environment may hold', () => {
  test('is listed in docs/operations.md, all of it and nothing else', () => {
    const listed = [...readDocument('docs/operations.md').matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(
      ([, name]) => name ?? '',
    );

    expect(listed.toSorted()).toEqual([...environmentVariables].toSorted());
  });

  test('is listed in .env.example, all of it and nothing else but what providers need', () => {
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
    const listed = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name ?? '');
    const ofHub = listed.filter((name) => !/_(CLIENT_ID|CLIENT_SECRET|WEBHOOK_SECRET|WEBHOOK_TOPIC)$/.test(name));

    expect(ofHub.toSorted()).toEqual([...environmentVariables].toSorted());
  });
});

describe('links', () => {
  test.each(documents)('of %s lead to files that there are', (document) => {
    const links = [...readDocument(document).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '');

    const broken = links.filter((link) => !existsSync(join(ROOT, dirname(document), link)));

    expect(broken).toEqual([]);
  });
});
