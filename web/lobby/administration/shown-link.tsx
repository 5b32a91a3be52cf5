import type { ComponentProps } from 'preact'
import type { Invitation } from '../invitation.tsx'
import { LatePart } from '../late-part.tsx'
import { roomChunk } from '../room-chunk.ts'

/** A link that was made, to be copied. What shows it is the room's part of the page, which has it already. */
export function ShownLink(props: ComponentProps<typeof Invitation>) {
  return <LatePart chunk={roomChunk}>{(part) => <part.Invitation {...props} />}</LatePart>
}
