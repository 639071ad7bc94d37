import { locavore } from 'locavore/vite'
import { defineConfig } from 'vite'
import { precache } from './scripts/precache.mjs'

export default defineConfig({
  // A missing model file must be a 404, never a page.
  appType: 'mpa',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [locavore(), precache()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // The content policy knows no data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/service-worker/service-worker.ts' },
      output: {
        // A service worker's scope is its folder, and its name is its identity.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
})
