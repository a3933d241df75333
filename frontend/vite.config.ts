import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// The base is relative, so that the same files work at any address and from any folder.
export default defineConfig({
  base: './',
  plugins: [svelte()],
  build: {
    outDir: process.env.SAIDAO_FRONTEND_OUT ?? '../src/saidao/web/static',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: 'chrome109',
    // The map alone is larger than this; it is loaded on the map's page only.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // `npm run dev` expects `saidao serve` on this port.
  server: {
    proxy: { '/api': `http://127.0.0.1:${process.env.SAIDAO_PORT ?? '8000'}` },
  },
})
