import type { ChatMessage, ChatState, chat } from '../../../server/applications/chat.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import type { Room } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { news } from './timeline.ts'

/** The longest message, as the room's rules have it. */
export const MAX_TEXT = 2000

/** A message on its way, or one that did not make it. */
export interface Outgoing {
  readonly key: number
  readonly text: string
  /** Why it failed, in words; undefined as long as it is on its way. */
  readonly problem: string | undefined
}

/** What the chat shows beside the room's own state: messages on their way, and where the news begin. */
export class ChatModel implements Subscribable {
  readonly room: Room<typeof chat>
  readonly #listeners = new Listeners()
  #messages: readonly ChatMessage[] = []
  #outgoing: readonly Outgoing[] = []
  #nextKey = 1
  #seen: number | undefined
  #firstNew: number | undefined
  #shown = 0

  constructor(room: Room<typeof chat>) {
    this.room = room
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages
  }

  /** In the order in which they were written. */
  get outgoing(): readonly Outgoing[] {
    return this.#outgoing
  }

  /** The message before which the divider stands, since the chat was last opened. */
  get firstNew(): number | undefined {
    return this.#firstNew
  }

  /** How often the chat was opened. */
  get shown(): number {
    return this.#shown
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  update({ messages }: Readonly<ChatState>): void {
    this.#messages = messages
    this.#listeners.notify()
  }

  /** Counts the news since a version, which is what the reader has seen: at the next opening, the divider stands there. */
  unread({ messages }: Readonly<ChatState>, seen: number): number {
    this.#seen = seen
    return news(messages, seen, this.room.user.id).length
  }

  /** The reader opens the chat: the divider is set, and stays where it is until the next time. */
  open(): void {
    const unseen = this.#seen === undefined ? [] : news(this.#messages, this.#seen, this.room.user.id)
    this.#seen = undefined
    this.#firstNew = unseen[0]?.id
    this.#shown += 1
    this.#listeners.notify()
  }

  /** Says something; what becomes of it is seen in `outgoing` and `messages`. */
  say(text: string): void {
    const key = this.#nextKey
    this.#nextKey += 1
    this.#outgoing = [...this.#outgoing, { key, text, problem: undefined }]
    this.#listeners.notify()
    void this.#send(key, text)
  }

  /** Sends a failed message once more, from where it stands. */
  retry(key: number): void {
    const failed = this.#outgoing.find((each) => each.key === key)
    if (failed?.problem === undefined) return
    this.#mark(key, undefined)
    void this.#send(key, failed.text)
  }

  /** Takes a failed message away. */
  discard(key: number): void {
    this.#outgoing = this.#outgoing.filter((each) => each.key !== key)
    this.#listeners.notify()
  }

  async #send(key: number, text: string): Promise<void> {
    try {
      await this.room.act.say({ text })
      // By now it stands among the messages.
      this.discard(key)
    } catch (error) {
      if (!(error instanceof SocDrawError)) console.error(error)
      this.#mark(key, error instanceof SocDrawError ? error.message : 'Something went wrong in this page.')
    }
  }

  #mark(key: number, problem: string | undefined): void {
    this.#outgoing = this.#outgoing.map((each) => (each.key === key ? { ...each, problem } : each))
    this.#listeners.notify()
  }
}
