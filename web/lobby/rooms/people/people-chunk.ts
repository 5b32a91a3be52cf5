import { Chunk } from '../../chunk.ts'

/** What those see to a room with: everybody else does without. */
export const peopleChunk = new Chunk(() => import('./manage-people.tsx'))
