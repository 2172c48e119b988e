import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `vite dev` finds a Leat. */
const leat = process.env['LEAT_URL'] ?? 'http://localhost:9021'
const APIS = ['/api', '/org', '/cmk', '/iam', '/kafka', '/kafka-quotas', '/leat', '/service-quota', '/srcm', '/schema-registry']

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // The server puts a fresh one into each page (packages/server/src/cloud/console-files.ts): editors make their styles at run time.
  html: { cspNonce: '__CSP_NONCE__' },
  // Nothing inline: the Content-Security-Policy allows our own files alone.
  // The editor is loaded when somebody writes, and is what is large.
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    outDir: 'dist',
    emptyOutDir: true,
  },
  // To Leat it is a request of its own page.
  server: { proxy: Object.fromEntries(APIS.map((path) => [path, { target: leat, changeOrigin: true, headers: { origin: leat } }])) },
})
