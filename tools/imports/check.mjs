// dependency-cruiser reads TypeScript by the compiler's JavaScript API, which TypeScript 7 no longer has.
// This gives it, and nothing else, TypeScript 6; a workspace of its own keeps that tsc out of the project's way.
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const typescript6 = new Map(
  ['typescript', 'typescript/package.json'].map((specifier) => [
    specifier,
    pathToFileURL(require.resolve(specifier)).href,
  ]),
);

if (!require('typescript').version.startsWith('6.')) {
  // Without it not one file would be read, and nothing found.
  console.error('The import check needs TypeScript 6 in tools/imports: run npm install.');
  process.exit(1);
}

registerHooks({
  resolve(specifier, context, next) {
    const url = typescript6.get(specifier);
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
  },
});

process.argv.push('--config', '.dependency-cruiser.mjs', 'src', 'migrations');
await import('../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
