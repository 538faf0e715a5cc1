import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: this file runs from src/ and, once built, from dist/src/. */
export const PROJECT_ROOT = findRoot(import.meta.dirname);

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}
