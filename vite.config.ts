import { defineConfig, type Plugin } from 'vite'
import { precompress } from './server/vite/index.ts'

const NOT_SENT = "() => { throw new Error('this page neither sends nor takes anything but JSON') }"

/** What of Socket.IO's client this page has no use for, by the end of its file's name, and what stands in its place. */
const UNUSED: Readonly<Record<string, string>> = {
  // The client library names the transports that it uses.
  'engine.io-client/build/esm/transports/webtransport.js': 'export class WT {}',
  // All that is said between page and server is JSON, which is checked before it is sent.
  'socket.io-parser/build/esm/is-binary.js': 'export const isBinary = () => false; export const hasBinary = isBinary',
  'socket.io-parser/build/esm/binary.js': `export const deconstructPacket = ${NOT_SENT}; export const reconstructPacket = deconstructPacket`,
  'engine.io-parser/build/esm/contrib/base64-arraybuffer.js': `export const decode = ${NOT_SENT}`,
  // The client library connects anew by itself, when that is worth trying.
  'socket.io-client/build/esm/contrib/backo2.js': 'export class Backoff { attempts = 0; reset() {} }',
}

const SHARED = /\/(node_modules\/preact|server\/protocol\/errors|web\/common\/(use-subscription|icon))\b/

const withoutUnused: Plugin = {
  name: 'without-unused',
  load: (id) => Object.entries(UNUSED).find(([file]) => id.endsWith(`/node_modules/${file}`))?.[1],
}

/** The page: built into `dist/page`, which the server hands out as it is; in development the server runs Vite as its middleware. */
export default defineConfig({
  root: 'web',
  // Below whatever path it is served: its parts find each other, and the server says where they are (`placePage`).
  base: './',
  plugins: [precompress(), withoutUnused],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    // The first browsers that know light-dark(), on which every colour of the page stands.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Those browsers preload modules by themselves.
    modulePreload: { polyfill: false },
    // What all parts of the page share, in one file: in several it would be compressed apart.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: SHARED }] } } },
    // The page's content security policy takes files, not data: addresses.
    assetsInlineLimit: 0,
  },
})
