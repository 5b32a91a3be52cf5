import { defineConfig, type Plugin } from 'vite'
import { precompress } from './server/vite/index.ts'

/** Socket.IO's client brings every transport that it knows along. The client library names those that it uses, and this is none. */
const noWebTransport: Plugin = {
  name: 'no-web-transport',
  load: (id) => (id.endsWith('/engine.io-client/build/esm/transports/webtransport.js') ? 'export class WT {}' : null),
}

/** The page: built into `dist/page`, which the server hands out as it is; in development the server runs Vite as its middleware. */
export default defineConfig({
  root: 'web',
  // Below whatever path it is served: its parts find each other, and the server says where they are (`placePage`).
  base: './',
  plugins: [precompress(), noWebTransport],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    // The first browsers that know light-dark(), on which every colour of the page stands.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Those browsers preload modules by themselves.
    modulePreload: { polyfill: false },
    // The page's content security policy takes files, not data: addresses.
    assetsInlineLimit: 0,
  },
})
