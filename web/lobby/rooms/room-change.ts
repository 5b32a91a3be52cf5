import type { RoomChange, RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import type { RoomTerms } from '../../client/rooms.ts'
import { isRecord } from '../../common/is-record.ts'
import { fieldsOf } from './option-fields.ts'
import { EMPTY, optionTexts, type RoomDraft, readDraft } from './room-draft.ts'

/** A room as a form shows it. */
export function draftOf({ name, private: closed, players, watch, options }: RoomDetail, terms: RoomTerms): RoomDraft {
  return {
    ...{ name, private: closed, min: String(players.min), max: String(players.max) },
    ...{ watch: watch ?? EMPTY.watch, options: optionTexts(options, terms) },
  }
}

/** What a form has changed of a room as it was seen: nothing else is sent, so that it stays as others have it. */
export function changeOf(seen: RoomDetail, wanted: RoomChange, terms: RoomTerms): RoomChange {
  const { players } = wanted
  const moved = players && (players.min !== seen.players.min || players.max !== seen.players.max)
  return {
    ...(wanted.name !== seen.name && { name: wanted.name }),
    ...(wanted.private !== seen.private && { private: wanted.private }),
    ...(moved && { players }),
    ...(seen.watch !== null && wanted.watch !== seen.watch && { watch: wanted.watch }),
    ...changedOptions(seen, wanted, terms),
  }
}

/** Compared as the form reads them: what it shows for an option that was left out is no change. */
function changedOptions(seen: RoomDetail, { options }: RoomChange, terms: RoomTerms): Pick<RoomChange, 'options'> {
  const { room } = readDraft(seen.application, draftOf(seen, terms), terms)
  if (JSON.stringify(options) === JSON.stringify(room.options)) return {}
  return { options: isRecord(options) ? { ...withoutField(seen, terms), ...options } : (options ?? null) }
}

/** Those for which the form has no field stay. */
function withoutField({ options }: RoomDetail, { schema }: RoomTerms): object {
  const names = fieldsOf(schema)?.map(({ name }) => name)
  if (!names || !isRecord(options)) return {}
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)))
}

/** What is otherwise in the newer of two states of a room, in words. */
export function differenceWords(before: RoomDetail, now: RoomDetail): string[] {
  const words: string[] = []
  if (now.name !== before.name) words.push(`It is called “${now.name}” now.`)
  if (now.private !== before.private) words.push(now.private ? 'It is private now.' : 'It is public now.')
  if (now.players.min !== before.players.min || now.players.max !== before.players.max)
    words.push(`It is for ${now.players.min} to ${now.players.max} people now.`)
  if (now.watch !== before.watch) words.push('Others may watch it now than before.')
  if (JSON.stringify(now.options) !== JSON.stringify(before.options)) words.push('Its options are others now.')
  if (now.status !== before.status && before.status === 'waiting') words.push('It has begun.')
  return words
}
