import { defineConfig } from 'vite';
import { compressed } from './tools/vite/compressed.ts';

/** The web component for other products' pages: one module at `dist/embed/integration-card.js`, which the hub serves. */
export default defineConfig({
  root: 'src/embed',
  publicDir: false,
  plugins: [compressed()],
  build: {
    outDir: '../../dist/embed',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    // Not `lib`, which would leave its spaces in.
    rolldownOptions: {
      input: 'src/embed/integration-card.ts',
      output: { entryFileNames: '[name].js' },
      preserveEntrySignatures: 'strict',
    },
  },
});
