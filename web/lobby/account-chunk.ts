import { Chunk } from './chunk.ts'

/** What stands around accounts, in one part: what two parts share would be taken out of the first load, which it makes larger. */
export const accountChunk = new Chunk(() => import('./account-parts.ts'))
