import type { RoomChange, RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import { EMPTY, type RoomDraft } from './room-draft.ts'

/** A room as a form shows it. */
export function draftOf({ name, private: closed, players, watch }: RoomDetail): RoomDraft {
  return {
    ...EMPTY,
    ...{ name, private: closed, min: String(players.min), max: String(players.max) },
    watch: watch ?? EMPTY.watch,
  }
}

/** What a form has changed of a room as it was seen: nothing else is sent, so that it stays as others have it. */
export function changeOf(seen: RoomDetail, wanted: RoomChange): RoomChange {
  const { players } = wanted
  const moved = players && (players.min !== seen.players.min || players.max !== seen.players.max)
  return {
    ...(wanted.name !== seen.name && { name: wanted.name }),
    ...(wanted.private !== seen.private && { private: wanted.private }),
    ...(moved && { players }),
    ...(seen.watch !== null && wanted.watch !== seen.watch && { watch: wanted.watch }),
  }
}

/** What is otherwise in the newer of two states of a room, in words. */
export function differenceWords(before: RoomDetail, now: RoomDetail): string[] {
  const words: string[] = []
  if (now.name !== before.name) words.push(`It is called “${now.name}” now.`)
  if (now.private !== before.private) words.push(now.private ? 'It is private now.' : 'It is public now.')
  if (now.players.min !== before.players.min || now.players.max !== before.players.max)
    words.push(`It is for ${now.players.min} to ${now.players.max} people now.`)
  if (now.watch !== before.watch) words.push('Others may watch it now than before.')
  return words
}
