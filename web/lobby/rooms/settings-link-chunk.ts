import { Chunk } from '../chunk.ts'

/** The way to a room's settings where nobody has a seat: only who reads an archived room asks for it. */
export const settingsLinkChunk = new Chunk(() => import('./settings-link.tsx'))
