import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { type Seed, seededRandom } from '../rooms/seeded-random.ts'
import type { Tally } from './tally.ts'

export interface WaysOptions {
  readonly clock: Clock
  readonly seed: Seed
  /** How many times as fast as a person: 1 is a person's own pace. */
  readonly pace: number
  readonly tally: Tally
}

/** What ends a player: it was told to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Something that tells of its changes, as rooms do. */
interface Watchable {
  subscribe(listener: () => void): () => void
}

/** How one bot lives: its time, its dice, and the count of what it does. Once it is stopped every wait throws why. */
export class Ways {
  readonly #clock: Clock
  readonly #pace: number
  readonly #tally: Tally
  readonly #endings = new Set<() => void>()
  #ended: Error | undefined
  /** The next number in [0, 1): the same row for the same seed. */
  readonly random: () => number

  constructor({ clock, seed, pace, tally }: WaysOptions) {
    this.#clock = clock
    this.#pace = pace
    this.#tally = tally
    this.random = seededRandom(seed)
  }

  /** True once in `1 / probability` times. */
  chance(probability: number): boolean {
    return this.random() < probability
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.random()
  }

  /** @throws RangeError when there is nothing to choose from */
  oneOf<Thing>(things: readonly Thing[]): Thing {
    for (const thing of things.slice(Math.floor(this.random() * things.length))) return thing
    throw new RangeError('there is nothing to choose from')
  }

  /** Lets so many milliseconds of a person's time go by. */
  pause(ms: number): Promise<void> {
    return this.#wait((done) => this.#clock.setTimer(ms / this.#pace, done))
  }

  /** Resolves when `holds` is true of something: asked now and after each of its changes. */
  until<Source extends Watchable>(source: Source, holds: (source: Source) => boolean): Promise<void> {
    return this.#wait((done) => {
      const look = (): void => {
        if (holds(source)) done()
      }
      const unsubscribe = source.subscribe(look)
      look()
      return unsubscribe
    })
  }

  /**
   * Does something, counts it, and resolves with what it came to; undefined when it was refused.
   * @throws whatever is no refusal
   */
  async act<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#ended) throw this.#ended
    const began = this.#clock.now()
    this.#tally.begun()
    try {
      const result = await action()
      this.#tally.acknowledged(this.#clock.now() - began)
      return result
    } catch (error) {
      this.#tally.refused(error instanceof SocDrawError ? error.code : 'FAILED')
      if (error instanceof SocDrawError) return undefined
      throw error
    }
  }

  /** As `act`, for who doesn't wait: calls `settled` when it has come to something. What is no refusal ends the player. */
  begin(action: () => Promise<unknown>, settled: () => void): void {
    this.act(action)
      .finally(settled)
      .catch((error: Error) => this.stop(error))
  }

  /** Ends every wait, now and from now on. */
  stop(why: Error = new Stopped()): void {
    this.#ended ??= why
    for (const end of this.#endings) end()
  }

  /** Waits for what `begin` sets up, and takes it down at the end, whatever that is. */
  #wait(begin: (done: () => void) => () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended)
      let over = false
      let cancel: (() => void) | undefined
      const end = (finish: () => void): void => {
        over = true
        this.#endings.delete(stopped)
        cancel?.()
        finish()
      }
      const stopped = (): void => end(() => reject(this.#ended))
      this.#endings.add(stopped)
      cancel = begin(() => end(resolve))
      // It may have been done at once.
      if (over) cancel()
    })
  }
}
