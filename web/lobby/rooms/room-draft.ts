import { WATCH, type Watch } from '../../../server/protocol/room-operations.ts'
import type { NewRoom } from '../../../server/protocol/rooms-messages.ts'
import type { RoomTerms } from '../../client/rooms.ts'
import { isRecord } from '../../common/is-record.ts'
import { fieldsOf, textsOf } from './option-fields.ts'
import { faultOfNumber, NOT_JSON, type OptionTexts, readJson, readOptions } from './read-options.ts'

/** What somebody has begun to say of a room, as it is typed. */
export interface RoomDraft {
  readonly name: string
  readonly private: boolean
  /** Empty: the application's own bounds. */
  readonly min: string
  readonly max: string
  readonly watch: Watch
  readonly options: OptionTexts
}

export const EMPTY: RoomDraft = { name: '', private: false, min: '', max: '', watch: 'entrants', options: {} }

/** Where all options are one text of JSON, it stands by this name. */
export const ALL_OPTIONS = ''

/** What is wrong, by the fields' names: those of options begin with `options.`. */
export type DraftErrors = Readonly<Record<string, string>>

/** A draft as it was kept; what else stood there counts as none. */
export function parseDraft(text: string): RoomDraft {
  const kept = readJson(text)
  if (!isRecord(kept)) return EMPTY
  const { name, min, max, watch, options } = kept
  const typed = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    ...{ name: typed(name), private: kept.private === true, min: typed(min), max: typed(max) },
    watch: WATCH.find((each) => each === watch) ?? EMPTY.watch,
    options: isRecord(options)
      ? Object.fromEntries(Object.entries(options).map(([each, value]) => [each, typed(value)]))
      : {},
  }
}

/** The room that a draft describes, or what is wrong with it. */
export function readDraft(
  application: string,
  draft: RoomDraft,
  terms: RoomTerms,
): { readonly room: NewRoom; readonly errors: DraftErrors } {
  const name = draft.name.trim()
  const [min, max] = [draft.min, draft.max].map((text) => (text.trim() === '' ? undefined : Number(text)))
  const { options, errors } = readAllOptions(draft.options, terms)
  const found: Record<string, string | undefined> = {
    name: name === '' ? 'Please type a name.' : undefined,
    min: min === undefined ? undefined : faultOfNumber({ ...terms.players, whole: true }, min),
    max: max === undefined ? undefined : faultOfMax(terms, min, max),
  }
  for (const [option, fault] of Object.entries(errors)) found[`options.${option}`] = fault
  const room: NewRoom = {
    ...{ application, name, private: draft.private },
    players: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
    ...(terms.spectators && { watch: draft.watch }),
    ...(options !== undefined && { options }),
  }
  return {
    room,
    errors: Object.fromEntries(Object.entries(found).flatMap(([key, fault]) => (fault ? [[key, fault]] : []))),
  }
}

function faultOfMax({ players }: RoomTerms, min: number | undefined, max: number): string | undefined {
  const fault = faultOfNumber({ ...players, whole: true }, max)
  if (fault === undefined && min !== undefined && max < min) return 'Fewer than it needs to start.'
  return fault
}

/** Options that a room has, as its form shows them. */
export function optionTexts(options: unknown, terms: RoomTerms): OptionTexts {
  if (!terms.options) return {}
  const fields = fieldsOf(terms.schema)
  if (fields) return textsOf(fields, options)
  return options === null || options === undefined ? {} : { [ALL_OPTIONS]: JSON.stringify(options, null, 2) }
}

function readAllOptions(texts: OptionTexts, terms: RoomTerms): { options?: unknown; errors: DraftErrors } {
  if (!terms.options) return { errors: {} }
  const fields = fieldsOf(terms.schema)
  if (fields) return readOptions(fields, texts)
  const text = texts[ALL_OPTIONS] ?? ''
  if (text.trim() === '') return { errors: {} }
  const options = readJson(text)
  return options === undefined ? { errors: { [ALL_OPTIONS]: NOT_JSON } } : { options, errors: {} }
}
