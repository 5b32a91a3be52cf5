import { Chunk } from './chunk.ts'

/** What stands in the place of a list that is long, or searched: most see neither. */
export const listChunk = new Chunk(() => import('./list-parts.ts'))
