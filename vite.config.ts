import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { compressed } from './tools/vite/compressed.ts';

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
