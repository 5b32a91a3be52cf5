import { Chunk } from './chunk.ts'

/** What puts a lobby's rooms in their order: it is loaded while the lobby connects. */
export const orderChunk = new Chunk(() => import('./order-parts.ts'))
