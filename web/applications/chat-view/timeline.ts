import type { ChatMessage } from '../../../server/applications/chat.ts'
import type { ChatLine } from './chat-lines.ts'

/** What somebody said. Messages of one sender that follow each other closely make a group: name and time stand above it once. */
export interface Said {
  readonly kind: 'said'
  readonly line: ChatLine
  readonly sender: string
  readonly own: boolean
  /** Whether it begins its group. */
  readonly first: boolean
  /** Whether it ends its group. */
  readonly last: boolean
}

/** What the room itself says. */
export interface RoomSays {
  readonly kind: 'room'
  readonly line: ChatLine
}

/** Stands before the first message that is news to the reader. */
export interface NewDivider {
  readonly kind: 'new'
}

export type TimelineEntry = Said | RoomSays | NewDivider

/** One local day. `at` is its first message's time. */
export interface TimelineDay {
  readonly at: number
  readonly entries: readonly TimelineEntry[]
}

/** How far two messages of one group may lie apart, in milliseconds. */
const TOGETHER = 5 * 60_000

interface Reader {
  /** The reader's own user id. */
  readonly own: string
  /** The message before which the divider stands; undefined: there is none. */
  readonly firstNew: number | undefined
}

/** Messages, in their order, as they are shown: by local day, then by sender as long as they follow within five minutes. */
export function timeline(lines: readonly ChatLine[], { own, firstNew }: Reader): readonly TimelineDay[] {
  const days: { at: number; entries: TimelineEntry[] }[] = []
  let day = days[0]
  for (const line of lines) {
    if (day === undefined || !sameDay(day.at, line.at)) {
      day = { at: line.at, entries: [] }
      days.push(day)
    }
    if (line.id === firstNew) day.entries.push({ kind: 'new' })
    add(day.entries, line, own)
  }
  return days
}

function add(entries: TimelineEntry[], line: ChatLine, own: string): void {
  const { sender } = line
  if (sender === null) {
    entries.push({ kind: 'room', line })
    return
  }
  const above = entries.at(-1)
  const joins = above?.kind === 'said' && above.sender === sender && line.at - above.line.at < TOGETHER
  if (joins) entries[entries.length - 1] = { ...above, last: false }
  entries.push({ kind: 'said', line, sender, own: sender === own, first: !joins, last: true })
}

/** Whether two times lie in the same day, where the reader is. */
export function sameDay(left: number, right: number): boolean {
  return new Date(left).toDateString() === new Date(right).toDateString()
}

/** The messages after version `since` that others said. A message's id is the version at which it was said. */
export function news(messages: readonly ChatMessage[], since: number, own: string): readonly ChatMessage[] {
  return messages.filter(({ id, sender }) => id > since && sender !== null && sender !== own)
}
