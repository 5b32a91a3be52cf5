import { seededRandom } from '../../server/rooms/seeded-random.ts'

/** Everything that is left to chance in a simulation: the same row of draws for the same seed. */
export class Random {
  readonly #next: () => number

  constructor(seed: number) {
    // Neighbouring seeds are to have nothing in common.
    this.#next = seededRandom([seed, 0x9e3779b1, 0, 0])
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#next()
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  /** A whole number from `least` to `most`. */
  int(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1))
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#next() * items.length)]
    if (item === undefined) throw new RangeError('there is nothing to pick from')
    return item
  }

  /** One of the keys, each as often as its number says. */
  weighted<Key extends string>(weights: { readonly [key in Key]: number }): Key {
    const entries = Object.entries<number>(weights) as [Key, number][]
    let left = this.#next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    const chosen = entries.find(([, weight]) => {
      left -= weight
      return left < 0
    })
    return (chosen ?? this.pick(entries))[0]
  }

  /** Milliseconds up to `most`, small ones far more often than large ones. */
  delay(most: number): number {
    return Math.floor(this.#next() ** 3 * most)
  }
}
