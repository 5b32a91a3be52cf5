import type { ChatMessage } from '../../../server/applications/chat.ts'

/** A message as the list shows it. */
export interface ChatLine extends ChatMessage {
  /** Its own as long as it is shown, also where it was predicted first and then got its real id. */
  readonly key: string
  /** Whether it is one's own that is shown already, and still on its way. */
  readonly pending: boolean
}

/**
 * Names a room's messages so that each stays one thing on the page. A predicted message has an id beyond the room's
 * version, which changes with every version until it is durable; so one's own are recognised by their text, in their
 * order, and everything else by its id.
 */
export class ChatLines {
  readonly #own: string
  #messages: readonly ChatMessage[] = []
  #lines: readonly ChatLine[] = []
  #made = 0

  /** @param own the reader's user id */
  constructor(own: string) {
    this.#own = own
  }

  /** The lines for `messages`, as they are at `version`. A message that stays the same object keeps its line. */
  update(messages: readonly ChatMessage[], version: number): readonly ChatLine[] {
    // A version that changes no message leaves the predicted ones' ids as they were, which it may have overtaken.
    if (messages === this.#messages) return this.#lines
    const known = new Map(
      this.#lines.flatMap((line, at) => (line.pending ? [] : [[line.id, { line, of: this.#messages[at] }]])),
    )
    let waiting = this.#lines.filter(({ pending }) => pending)
    let latest = Number.NEGATIVE_INFINITY
    this.#messages = messages
    this.#lines = messages.map((message) => {
      const pending = message.id > version
      const before = pending ? undefined : known.get(message.id)
      // This page's clock may be behind the server's: nobody speaks before what was said already.
      latest = Math.max(latest, message.at)
      if (before?.of === message) return before.line
      let key = before?.line.key
      if (key === undefined && message.sender === this.#own) {
        const at = waiting.findIndex(({ text }) => text === message.text)
        key = waiting[at]?.key
        waiting = waiting.slice(at + 1)
      }
      return { ...message, key: key ?? this.#newKey(), pending, at: pending ? latest : message.at }
    })
    return this.#lines
  }

  #newKey(): string {
    this.#made += 1
    return `line ${this.#made}`
  }
}
