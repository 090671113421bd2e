import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Builds the browser application. The shell is served by the Web Front End, which replaces `__NONCE__` by a fresh
 * value for each answer; everything else lies under /assets with a hash in its name and never changes.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Files name each other relatively, so that they can lie on any host; the Web Front End says where the page finds them.
  base: './',
  publicDir: false,
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    manifest: true,
    target: 'es2023',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
});
