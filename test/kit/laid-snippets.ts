import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, type Snippet } from './docs.js';

const DIST = join(ROOT, 'dist');

/** TypeScript of the documents as files, each at the path in its first line, among the project's own. */
export class LaidSnippets implements Disposable {
  readonly folder: string;
  private readonly files: readonly string[];

  /** @throws where a snippet does not begin with its path. */
  constructor(snippets: readonly Snippet[]) {
    mkdirSync(DIST, { recursive: true });
    this.folder = mkdtempSync(join(DIST, 'snippets-'));
    this.files = snippets.map((snippet) => this.lay(snippet));
    for (const path of new Set(this.files.flatMap(foldersAbove))) this.linkRest(path);
  }

  /** What the compiler says of them; nothing where all is well. */
  compile(): string {
    const compilerOptions = { noEmit: true, incremental: false };
    const project = { extends: '../../tsconfig.json', compilerOptions, include: [], files: this.files, exclude: [] };
    writeFileSync(join(this.folder, 'tsconfig.json'), JSON.stringify(project));
    try {
      execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', this.folder], { encoding: 'utf8', stdio: 'pipe' });
      return '';
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout);
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private lay({ place, code }: Snippet): string {
    const path = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    if (path === undefined) throw new Error(`${place} does not begin with a line that names its file.`);
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), code);
    return path;
  }

  /** What the project has in that folder, and no snippet has. */
  private linkRest(path: string): void {
    const real = join(ROOT, path);
    for (const name of existsSync(real) ? readdirSync(real) : []) {
      const link = join(this.folder, path, name);
      if (!existsSync(link)) symlinkSync(join(real, name), link);
    }
  }
}

/** `src`, `src/providers` and `src/providers/acme` of a file in the last. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
