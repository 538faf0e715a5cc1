import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv, type Plugin, type Rolldown } from 'vite';

/** The page: built to `dist/web`, which the hub serves. `vite` alone serves it beside a hub that runs. */
export default defineConfig(({ mode }) => {
  const { HUB_PUBLIC_URL: hub = 'http://localhost:4000' } = loadEnv(mode, '.', 'HUB_');
  return {
    root: 'src/web',
    plugins: [react(), compressed()],
    // The hub puts another nonce there with every answer: see page.http.ts.
    html: { cspNonce: '{{csp-nonce}}' },
    build: {
      outDir: '../../dist/web',
      emptyOutDir: true,
      target: 'es2023',
      // Nothing inline, so that the page runs under a strict content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // What `npm run web:size` reads.
      manifest: true,
    },
    server: { proxy: { '/graphql': hub, '/session': hub, '/oauth': hub } },
  };
});

/** Lays each script and style sheet beside itself compressed, as the hub sends it (`preCompressed` in page.http.ts). */
function compressed(): Plugin {
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
