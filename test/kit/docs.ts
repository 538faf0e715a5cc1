import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A fenced block of a document. */
export interface Snippet {
  /** Where it stands, as a test is named: `docs/graphql.md:42`. */
  place: string;
  document: string;
  /** The heading that it stands under. */
  section: string;
  language: string;
  code: string;
}

/** The documents that people read: README, CHANGELOG and docs/. */
export const documents: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The fenced blocks of all documents in one language. */
export function snippetsIn(language: string): Snippet[] {
  return documents.flatMap(snippetsOf).filter((snippet) => snippet.language === language);
}

export function readDocument(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

function snippetsOf(document: string): Snippet[] {
  const text = readDocument(document);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: code = '', index }) => {
    const above = text.slice(0, index);
    const section = [...above.matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? '';
    return { place: `${document}:${above.split('\n').length}`, document, section, language, code };
  });
}
