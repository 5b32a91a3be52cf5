import type { Clock } from '../protocol/clock.ts'
import type { ChangeHints, Changes, ChangeWatch, Looked } from '../rooms/log/changes.ts'
import { Pacer } from '../rooms/pacer.ts'
import type { Report } from '../rooms/ports.ts'

/** How often a server looks for what others have changed, also where nobody tells it to; in milliseconds. */
export const LOOKED_EVERY = 2000
/** The least time between two hints, and between two looks, in milliseconds: changes come in crowds. */
const AT_MOST_EVERY = 20

/** What puts in force here what others have changed: of one thing each. */
export interface Follower {
  follow(looked: Looked['changes']): Promise<void>
  /** Anything may have been changed. */
  anew(): Promise<void>
  /** Ends what is under way as soon as may be: a server that stops waits for it. Absent where nothing takes long. */
  stop?(): void
}

export interface ChangeFollowerParts {
  readonly changes: Changes
  /** Absent where nobody can be told at once. */
  readonly hints?: ChangeHints | undefined
  readonly clock: Clock
  readonly report: Report
  readonly followers: readonly Follower[]
}

/**
 * [P10] Learns what other servers have changed in the store that they share, at once where a hint arrives, and within two
 * looks where none does: so no message decides who is in a room, or signed in. Where a look, or what follows from it, fails,
 * everything is looked at anew as soon as that works.
 */
export class ChangeFollower {
  readonly #parts: ChangeFollowerParts
  readonly #hinting: Pacer
  readonly #looking: Pacer
  #watch: ChangeWatch | undefined
  #running: Promise<void> | undefined
  #again = false
  #missed = false
  /** Whether the last look failed: that is reported once. */
  #fails = false
  #stopped = false

  constructor(parts: ChangeFollowerParts) {
    this.#parts = parts
    this.#hinting = new Pacer(parts.clock, AT_MOST_EVERY, () => parts.hints?.publish())
    this.#looking = new Pacer(parts.clock, AT_MOST_EVERY, () => this.#look())
  }

  /** Whatever is changed from when this resolves on is heard of after `begin`. */
  async prepare(): Promise<void> {
    this.#watch = await this.#parts.changes.watch()
  }

  begin(): void {
    this.#parts.hints?.heard(() => this.#looking.request())
    this.#looking.request()
  }

  /** Something was changed here: the others are to look. */
  changed(): void {
    if (this.#parts.hints && !this.#stopped) this.#hinting.request()
  }

  /** Resolves when nothing is being followed any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#hinting.stop()
    this.#looking.stop()
    for (const follower of this.#parts.followers) follower.stop?.()
    await this.#running
  }

  #look(): void {
    if (this.#stopped) return
    this.#again = this.#running !== undefined
    if (this.#again) return
    this.#running = this.#lookOnce().finally(() => {
      this.#running = undefined
      if (!this.#stopped) this.#looking.request(this.#again ? AT_MOST_EVERY : LOOKED_EVERY)
    })
  }

  async #lookOnce(): Promise<void> {
    try {
      const looked = await this.#watch?.look()
      this.#missed ||= looked?.missed ?? false
      await this.#follow(looked?.changes ?? [])
      this.#fails = false
    } catch (error) {
      this.#missed = true
      if (!this.#fails && !this.#stopped) this.#parts.report(error, { doing: 'looking for what others have changed' })
      this.#fails = true
    }
  }

  async #follow(changes: Looked['changes']): Promise<void> {
    const { followers } = this.#parts
    const isAnew = this.#missed
    const failures: unknown[] = []
    // What one can't follow is no reason for the others not to.
    if (changes.length > 0)
      for (const follower of followers) await follower.follow(changes).catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
    if (!isAnew) return
    for (const follower of followers) {
      if (this.#stopped) return
      await follower.anew()
    }
    this.#missed = false
  }
}
