import type { ChatMessage } from '../../../server/applications/chat.ts'

/** Messages of one sender that follow each other closely: the name and time stand above them once. */
export interface MessageGroup {
  readonly kind: 'group'
  readonly sender: string
  readonly name: string
  readonly own: boolean
  readonly messages: readonly [ChatMessage, ...ChatMessage[]]
}

/** What the room itself says. */
export interface RoomSays {
  readonly kind: 'room'
  readonly message: ChatMessage
}

/** Stands before the first message that is news to the reader. */
export interface NewDivider {
  readonly kind: 'new'
}

export type TimelineEntry = MessageGroup | RoomSays | NewDivider

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
export function timeline(messages: readonly ChatMessage[], { own, firstNew }: Reader): readonly TimelineDay[] {
  const days: { at: number; entries: TimelineEntry[] }[] = []
  let day = days[0]
  for (const message of messages) {
    if (day === undefined || !sameDay(day.at, message.at)) {
      day = { at: message.at, entries: [] }
      days.push(day)
    }
    if (message.id === firstNew) day.entries.push({ kind: 'new' })
    add(day.entries, message, own)
  }
  return days
}

function add(entries: TimelineEntry[], message: ChatMessage, own: string): void {
  const { sender, name } = message
  if (sender === null) {
    entries.push({ kind: 'room', message })
    return
  }
  const last = entries.at(-1)
  if (last?.kind === 'group' && last.sender === sender && message.at - (last.messages.at(-1)?.at ?? 0) < TOGETHER) {
    entries[entries.length - 1] = { ...last, messages: [...last.messages, message] }
  } else {
    entries.push({ kind: 'group', sender, name, own: sender === own, messages: [message] })
  }
}

/** Whether what the reader says now will join the last group, rather than begin one of its own. */
export function joinsLast(days: readonly TimelineDay[], now: number): boolean {
  const day = days.at(-1)
  const last = day?.entries.at(-1)
  if (day === undefined || last?.kind !== 'group' || !last.own) return false
  return sameDay(day.at, now) && now - (last.messages.at(-1)?.at ?? 0) < TOGETHER
}

/** Whether two times lie in the same day, where the reader is. */
export function sameDay(left: number, right: number): boolean {
  return new Date(left).toDateString() === new Date(right).toDateString()
}

/** The messages after version `since` that others said. A message's id is the version at which it was said. */
export function news(messages: readonly ChatMessage[], since: number, own: string): readonly ChatMessage[] {
  return messages.filter(({ id, sender }) => id > since && sender !== null && sender !== own)
}
