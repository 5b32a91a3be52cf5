/** soc-draw's part of a Vite config. */

export { precompress } from './precompress.ts'
