import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const coordinator = 'http://localhost:8900';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The first versions with light-dark(), which follows the scheme a person chose and is not to be compiled away.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Every asset is a file of its own: the board runs under a policy that allows no data: scripts or styles.
    assetsInlineLimit: 0,
    // What the first page loads is held to 300 kB, gzipped, by a test; this one counts it before.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        // Chunks run before the page that asks for them: what keeps zod from making code out of text goes with zod itself.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|no-code-from-text/ }] },
      },
    },
  },
  server: { proxy: { '/api': coordinator, '/socket.io': { target: coordinator, ws: true } } },
});
