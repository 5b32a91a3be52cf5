import type { ChatMessage, ChatState, chat } from '../../../server/applications/chat.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import type { Room } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { type ChatLine, ChatLines } from './chat-lines.ts'
import { LocalTime } from './local-time.ts'
import { OwnTyping } from './own-typing.ts'
import { Past } from './past.ts'
import { Stretch } from './stretch.ts'
import { news } from './timeline.ts'
import { Typists } from './typists.ts'

/** The longest message, as the room's rules have it. */
export const MAX_TEXT = 2000

/** A message that did not make it. */
export interface Unsent {
  readonly key: number
  readonly text: string
  /** Why, in words. */
  readonly problem: string
}

/** What the chat shows: what was said, what failed, who is typing, and where the news begin. */
export class ChatModel implements Subscribable {
  readonly room: Room<typeof chat>
  /** The others who are typing. */
  readonly typists: Typists
  /** By what the times of all that is said are written. */
  readonly localTime: LocalTime
  /** Loads what was said before, and where the reader is far up, what was said since. */
  readonly past: Past
  readonly #typing: OwnTyping
  readonly #listeners = new Listeners()
  readonly #chatLines: ChatLines
  readonly #stopFollowing: () => void
  readonly #stretch = new Stretch()
  #following = true
  #version = 0
  #unsent: readonly Unsent[] = []
  #nextKey = 1
  #sent = 0
  #firstNew: number | undefined
  #shown = 0

  constructor(room: Room<typeof chat>, clock: Clock) {
    this.room = room
    this.localTime = new LocalTime(clock)
    this.typists = new Typists(clock, room.user.id)
    this.#typing = new OwnTyping(clock, (typing) => room.present({ typing }))
    this.#chatLines = new ChatLines(room.user.id)
    this.past = new Past({ room, stretch: this.#stretch, clock, changed: () => this.#listeners.notify() })
    this.#stopFollowing = room.subscribe(() => this.typists.update(room.presence))
  }

  /** What is shown of all that was said, and what one has said oneself and is on its way. */
  get lines(): readonly ChatLine[] {
    return this.#stretch.lines
  }

  /** Whether `lines` go on to the newest message. */
  get joined(): boolean {
    return this.#stretch.joined
  }

  /** Whether nothing was said before `lines`. */
  get fromBeginning(): boolean {
    return this.#stretch.from === null
  }

  /** The room's version up to which everything that was said is known, though not all of it may be shown. */
  get version(): number {
    return this.#version
  }

  /** What failed, in the order in which it did. */
  get unsent(): readonly Unsent[] {
    return this.#unsent
  }

  /** How often something was sent from this page. */
  get sent(): number {
    return this.#sent
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
    const { version } = this.room
    for (const { sender } of this.#news(messages, this.#version)) if (sender !== null) this.typists.said(sender)
    this.#version = version
    this.#stretch.update(this.#chatLines.update(messages, version), version, this.#following)
    this.#listeners.notify()
  }

  /** How much of it is news to a reader who has seen what there was at version `seen`. */
  unread({ messages }: Readonly<ChatState>, seen: number): number {
    return this.#news(messages, seen).length
  }

  /** What others said after version `seen`, of all that is here. */
  newsSince(seen: number): readonly ChatMessage[] {
    const { joined, lines, live } = this.#stretch
    const after = lines.at(-1)?.id ?? -1
    return this.#news(joined ? lines : [...lines, ...live.filter(({ id }) => id > after)], seen)
  }

  /** Whether the reader is at the newest message, and goes on with the conversation. */
  follow(following: boolean): void {
    this.#following = following
  }

  /** The newest messages are shown, wherever the reader was. */
  toNewest(): void {
    if (this.joined) return
    this.past.hush()
    this.#stretch.toNewest()
    this.#listeners.notify()
  }

  /** The reader opens the chat, having seen it up to version `seen`: there the divider stands until the next time. */
  open(seen: number): void {
    this.#firstNew = this.newsSince(seen)[0]?.id
    this.#shown += 1
    this.#listeners.notify()
  }

  /** What one is writing has changed, by one's own hand. */
  typed(text: string): void {
    if (text.trim() === '') this.#typing.stop()
    else this.#typing.typed()
  }

  /** Says something, at the newest message: it is among `lines` at once, until it is said, or else among `unsent`. */
  say(text: string): void {
    this.toNewest()
    void this.#send(text)
    this.#typing.stop()
    this.#sent += 1
    this.#listeners.notify()
  }

  /** Sends a failed message once more. */
  retry(key: number): void {
    const failed = this.#unsent.find((each) => each.key === key)
    if (failed === undefined) return
    this.discard(key)
    this.say(failed.text)
  }

  /** Takes a failed message away. */
  discard(key: number): void {
    this.#unsent = this.#unsent.filter((each) => each.key !== key)
    this.#listeners.notify()
  }

  /** Ends what it listens to, and every timer. */
  destroy(): void {
    this.#stopFollowing()
    this.#typing.stop()
    this.typists.stop()
    this.localTime.stop()
    this.past.stop()
  }

  #news(messages: readonly ChatMessage[], since: number): readonly ChatMessage[] {
    return news(messages, since, this.room.user.id)
  }

  async #send(text: string): Promise<void> {
    try {
      await this.room.act.say({ text })
    } catch (error) {
      if (!(error instanceof SocDrawError)) console.error(error)
      const problem = error instanceof SocDrawError ? error.message : 'Something went wrong in this page.'
      this.#unsent = [...this.#unsent, { key: this.#nextKey++, text, problem }]
      this.#listeners.notify()
    }
  }
}
