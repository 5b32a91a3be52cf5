import type { ChatLine } from './chat-lines.ts'

/** The most lines that are on the page at once. */
export const MOST_LINES = 1000
/** How many of them stay as new ones come, while the reader follows the newest. */
export const RESTING_LINES = 300

/**
 * The part of a conversation that is on the page, without a gap: the newest messages, which the room's state holds, and
 * what stands above them; or, for a reader far up, a part of the past alone. A message's id is the version at which it
 * was said, so that versions are the places of the conversation.
 */
export class Stretch {
  /** What is shown and the room's state does not hold, or no longer. */
  #past: readonly ChatLine[] = []
  #live: readonly ChatLine[] = []
  #version = 0
  #from: number | null = null
  #until: number | undefined
  #lines: readonly ChatLine[] | undefined

  /** In order, each once. */
  get lines(): readonly ChatLine[] {
    this.#lines ??= this.joined ? [...this.#above, ...this.#live] : this.#past
    return this.#lines
  }

  /** The newest messages, shown or not. */
  get live(): readonly ChatLine[] {
    return this.#live
  }

  /** The version from which on every message is shown: older ones are before it. Null where there are none. */
  get from(): number | null {
    return this.#from
  }

  /** Whether it reaches to the newest message. */
  get joined(): boolean {
    return this.#until === undefined
  }

  /** The version up to which every message is shown; undefined when it is joined to the newest. */
  get until(): number | undefined {
    return this.#until
  }

  /** The version at which the newest messages begin. */
  get liveFrom(): number {
    return this.#live[0]?.id ?? this.#version + 1
  }

  /** The room's state at `version`. `following`: the reader is at the newest message, and does not see what goes above. */
  update(live: readonly ChatLine[], version: number, following: boolean): void {
    const shown = this.lines
    const [before, since] = [this.#live, this.#version]
    this.#live = live
    this.#version = version
    this.#lines = undefined
    // A version that goes back belongs to another history.
    if (version < since) this.#begin()
    else if (this.joined) {
      if (this.liveFrom > since + 1) this.#miss(shown, since, following)
      else this.#slide(before, shown, { since, following })
    }
  }

  /** Older messages, which end where it began, and the version before which the next ones are. */
  addAbove(older: readonly ChatLine[], from: number | null): void {
    const past = [...older, ...this.#above]
    this.#from = from
    if (past.length + (this.joined ? this.#live.length : 0) > MOST_LINES) {
      // The reader is at its top: what is at its end is far away.
      this.#until ??= this.liveFrom - 1
      if (past.length > MOST_LINES) this.#until = past[MOST_LINES - 1]?.id
    }
    this.#set(past.slice(0, MOST_LINES))
  }

  /** All messages that go on where it ended, up to version `until`. */
  addBelow(newer: readonly ChatLine[], until: number): void {
    this.#until = until >= this.liveFrom - 1 ? undefined : until
    this.#set([...this.#past, ...newer])
    this.#cutTop(MOST_LINES)
  }

  /** Lets go of the past, where that keeps the newest messages away. */
  toNewest(): void {
    if (!this.joined) this.#begin()
  }

  /** What is above the newest messages. One that was pushed out by a prediction may be among those again. */
  get #above(): readonly ChatLine[] {
    return this.#past.filter(({ id }) => id < this.liveFrom)
  }

  #begin(): void {
    this.#until = undefined
    this.#from = startOf(this.#live)
    this.#set([])
  }

  /** There may have been messages after version `since` that the state does not hold any more. */
  #miss(shown: readonly ChatLine[], since: number, following: boolean): void {
    if (following || shown.length === 0) this.#begin()
    else this.#leaveAt(shown, since)
  }

  /** Nothing is missing: what the state does not hold any more is kept above the rest. */
  #slide(
    before: readonly ChatLine[],
    shown: readonly ChatLine[],
    { since, following }: { readonly since: number; readonly following: boolean },
  ): void {
    const last = this.#past.at(-1)?.id ?? -1
    const slid = before.filter(({ id, pending }) => !pending && id < this.liveFrom && id > last)
    this.#set([...this.#past, ...slid])
    if (following) this.#cutTop(RESTING_LINES)
    else if (this.lines.length > MOST_LINES) this.#leaveAt(shown, since)
    if (this.#past.length === 0) this.#from = startOf(this.#live)
  }

  /** It stays as it is, and new messages are not added to it any more. */
  #leaveAt(shown: readonly ChatLine[], version: number): void {
    this.#until = version
    this.#set(shown.filter(({ pending }) => !pending))
  }

  #cutTop(most: number): void {
    const excess = Math.min(this.lines.length - most, this.#past.length)
    if (excess <= 0) return
    this.#set(this.#past.slice(excess))
    this.#from = this.lines[0]?.id ?? null
  }

  #set(past: readonly ChatLine[]): void {
    this.#past = past
    this.#lines = undefined
  }
}

/** The version from which on messages hold everything: null when they hold the very first, which the room says as it starts. */
function startOf(live: readonly ChatLine[]): number | null {
  const first = live[0]?.id ?? 0
  return first === 0 ? null : first
}
