import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Lays each script and style sheet beside itself compressed, as the hub sends it (`preCompressed` of @fastify/static). */
export function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.keys(bundle).filter((file) => /\.(js|css|svg)$/.test(file));
      await Promise.all(files.map((file) => compress(join(dir, file), bundle[file])));
    },
  };
}

async function compress(path: string, output: Rolldown.OutputBundle[string] | undefined): Promise<void> {
  const content = output?.type === 'chunk' ? output.code : (output?.source ?? '');
  await writeFile(`${path}.gz`, await promisify(gzip)(content));
}
