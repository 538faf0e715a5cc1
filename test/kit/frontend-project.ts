import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { ROOT, snippetsIn, type Snippet } from './docs.js';

const run = promisify(execFile);
const DOCUMENTED_HUB = 'https://hub.example.com';

/** The blocks of docs/frontend.md in these languages, with a hub in the place of the one that it names. */
export function frontendSnippets(languages: readonly string[], hubUrl: string): Snippet[] {
  return languages
    .flatMap(snippetsIn)
    .filter(({ document }) => document === 'docs/frontend.md')
    .map((snippet) => ({ ...snippet, code: snippet.code.replaceAll(DOCUMENTED_HUB, hubUrl) }));
}

/** A product's front end, made of what docs/frontend.md shows and nothing else. */
export class FrontendProject implements Disposable {
  private constructor(readonly folder: string) {}

  /** @param hubUrl stands in for the hub that the document names. */
  static async lay(hubUrl: string): Promise<FrontendProject> {
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    const project = new FrontendProject(mkdtempSync(join(ROOT, 'dist/frontend-')));
    for (const { code, place } of frontendSnippets(['ts', 'tsx', 'yaml'], hubUrl)) {
      const path = /^(?:\/\/|#) (\S+\.(?:tsx?|yml))\n/.exec(code)?.[1];
      if (path === undefined) throw new Error(`${place} does not begin with a line that names its file.`);
      project.write(path, code);
    }
    copyFileSync(join(ROOT, 'schema/schema.graphql'), join(project.folder, 'schema.graphql'));
    await project.run('graphql-codegen', '--config', 'codegen.yml');
    return project;
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  /** What the compiler says of it; nothing where all is well. */
  async compile(): Promise<string> {
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: 'esnext',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
    };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['server', 'src'] }));
    return this.run('tsc', '-p', '.').then(
      () => '',
      (error: unknown) => String((error as { stdout?: unknown }).stdout),
    );
  }

  /** A script of the page, bundled. */
  async bundle(entry: string): Promise<string> {
    const outcome = await build({
      root: this.folder,
      configFile: false,
      logLevel: 'warn',
      // As for production, though NODE_ENV says test.
      oxc: { jsx: { runtime: 'automatic', development: false } },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: { write: false, modulePreload: false, rolldownOptions: { input: join(this.folder, entry) } },
    });
    if (!('output' in outcome)) throw new Error('nothing was bundled');
    return outcome.output[0].code;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(command: string, ...args: string[]): Promise<void> {
    await run(join(ROOT, 'node_modules/.bin', command), args, { cwd: this.folder });
  }
}
