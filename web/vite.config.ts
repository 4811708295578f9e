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
    // Every asset is a file of its own: the board runs under a policy that allows no data: scripts or styles.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': coordinator, '/socket.io': { target: coordinator, ws: true } } },
});
