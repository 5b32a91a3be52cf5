import { Chunk } from './chunk.ts'

/** What stands around a room's view: who only looks at the lobby does without. */
export const roomChunk = new Chunk(() => import('./room-parts.ts'))
