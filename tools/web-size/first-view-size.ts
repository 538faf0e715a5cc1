import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

export interface ScriptSize {
  file: string;
  gzipBytes: number;
}

const ENTRY = 'index.html';
/** What the first view loads besides: itself, and its words in one language. */
const FIRST_VIEW = ['integrations/integrations-view.tsx', 'texts/en.ts'];

/** Scripts that the page loads until somebody who opens it sees their integrations. */
export async function firstViewScripts(folder: string): Promise<ScriptSize[]> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined)
      throw new Error(`The build has no ${key}: the first view is put together differently now.`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of [ENTRY, ...FIRST_VIEW]) visit(key);
  return Promise.all(
    [...files].map(async (file) => ({
      file,
      gzipBytes: (await promisify(gzip)(await readFile(join(folder, file)))).length,
    })),
  );
}
