import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import { applyInPlace } from '../../state/apply.ts'

/** A room before its first commit. */
const EMPTY_ROOM: RoomDocument = { status: 'waiting', started: false, members: [] }

/** The text of `{ $room, …state }`: of a snapshot's, undefined for the empty room's, and the patches since, each as JSON. */
export function documentOf({ base, patches }: { base: string | undefined; patches: readonly string[] }): string {
  const text = base ?? JSON.stringify({ [ROOM_KEY]: EMPTY_ROOM })
  if (patches.length === 0) return text
  const document: object = JSON.parse(text)
  for (const each of patches) applyInPlace(document, JSON.parse(each))
  return JSON.stringify(document)
}
