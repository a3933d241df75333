import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

/**
 * Names the scripts of the map in the page, so that they can be fetched while the first
 * picture of the map is drawn without them.
 */
function mapScripts(): Plugin {
  return {
    name: 'map-scripts',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) =>
        Object.values(bundle ?? {})
          .filter((one) => one.type === 'chunk' && one.name === 'CityMap')
          .map((one) => ({
            tag: 'meta',
            attrs: { name: 'map-script', content: `./${one.fileName}` },
            injectTo: 'head' as const,
          })),
    },
  }
}

// The base is relative, so that the same files work at any address and from any folder.
export default defineConfig({
  base: './',
  plugins: [svelte(), mapScripts()],
  build: {
    outDir: process.env.SAIDAO_FRONTEND_OUT ?? '../src/saidao/web/static',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: 'chrome109',
    // The map alone is larger than this; it is loaded on the map's page only.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          // What most pages share comes in one piece: a browser asks a server for six at once.
          groups: [
            // The first script needs nothing else, so that it runs at once.
            {
              name: 'first',
              test: /preload-helper|rolldown\/runtime|src\/(main|lib\/ahead)\.ts|pages\/index/,
              priority: 1,
            },
            {
              name: 'app',
              test: /node_modules\/svelte\/|src\/(lib\/(?!map\/|ahead)|App|start)/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  // `npm run dev` expects `saidao serve` on this port.
  server: {
    proxy: { '/api': `http://127.0.0.1:${process.env.SAIDAO_PORT ?? '8000'}` },
  },
})
