import type { Clock } from '../../../server/protocol/clock.ts'
import { Store, type Subscribable } from '../../common/store.ts'

/** How long somebody is typing after they last said so, in milliseconds. */
const EXPIRES = 6_000

interface Typing {
  readonly typing: boolean
}

interface Heard {
  readonly value: Typing
  /** When it is over, by this page's clock; 0 when it is. */
  readonly until: number
}

/** Who else is typing, in the order in which they began. Whoever doesn't say so again is not, six seconds later. */
export class Typists implements Subscribable {
  readonly #clock: Clock
  readonly #own: string
  readonly #ids = new Store<readonly string[]>([])
  readonly #heard = new Map<string, Heard>()
  #cancel: () => void = () => undefined

  /** @param own the reader's user id */
  constructor(clock: Clock, own: string) {
    this.#clock = clock
    this.#own = own
  }

  /** By user id; a new array when it has changed. */
  get ids(): readonly string[] {
    return this.#ids.value
  }

  subscribe(listener: () => void): () => void {
    return this.#ids.subscribe(listener)
  }

  /** Takes what the members show. One who says it again shows another object, however equal. */
  update(presence: ReadonlyMap<string, Typing>): void {
    for (const id of this.#heard.keys()) if (presence.get(id)?.typing !== true) this.#heard.delete(id)
    for (const [id, value] of presence) {
      if (!value.typing || id === this.#own || this.#heard.get(id)?.value === value) continue
      this.#heard.set(id, { value, until: this.#clock.now() + EXPIRES })
    }
    this.#look()
  }

  /** What somebody was typing is there: it is not to be seen beside it, should their word that it is over come later. */
  said(id: string): void {
    const heard = this.#heard.get(id)
    if (heard === undefined) return
    this.#heard.set(id, { ...heard, until: 0 })
    this.#look()
  }

  stop(): void {
    this.#cancel()
  }

  #look(): void {
    this.#cancel()
    const now = this.#clock.now()
    // Further away than it can be: the clock was set back meanwhile.
    const typing = [...this.#heard].filter(([, { until }]) => until > now && until <= now + EXPIRES)
    const next = Math.min(...typing.map(([, { until }]) => until))
    if (typing.length > 0) this.#cancel = this.#clock.setTimer(next - now, () => this.#look())
    const ids = typing.map(([id]) => id)
    if (ids.join('\n') !== this.ids.join('\n')) this.#ids.set(ids)
  }
}

/** Who is typing, in words; empty when nobody is. */
export function typingWords(names: readonly string[]): string {
  const [first, second, third] = names
  if (first === undefined) return ''
  if (second === undefined) return `${first} is typing…`
  return third === undefined ? `${first} and ${second} are typing…` : 'Several people are typing…'
}
