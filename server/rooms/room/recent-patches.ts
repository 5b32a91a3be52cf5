import type { Patch } from '../../state/patches.ts'

/**
 * How much of a room's past is kept at hand, in characters of JSON: some times a snapshot's size, since whoever missed more
 * than that is as well served by one. What is older is caught up by a snapshot.
 */
const KEPT_SIZE = { perSnapshot: 4, least: 16 * 1024, most: 512 * 1024 }

interface Commit {
  readonly version: number
  /** `Patch[]` as JSON: kept as objects, thousands of them would be all that the garbage collector does. */
  readonly text: string
}

/** The patches of a room's newest commits, for members who return. Versions are in a row. */
export class RecentPatches {
  #commits: Commit[] = []
  #size = 0

  /**
   * @param text `Patch[]` as JSON
   * @param snapshot about how many characters of JSON one is after it
   */
  add(version: number, text: string, snapshot: number): void {
    this.#commits.push({ version, text })
    this.#size += text.length
    const { perSnapshot, least, most } = KEPT_SIZE
    const kept = Math.min(most, Math.max(least, perSnapshot * snapshot))
    // In strides, since taking one from the front of a long array costs its whole length.
    if (this.#size > 1.5 * kept) this.#shrink(kept)
  }

  /**
   * What leads from version `from` to version `to`, with its size as JSON; undefined where the past no longer reaches
   * back to `from`, or hasn't come to `to`.
   */
  between(from: number, to: number): { patches: readonly Patch[]; size: number } | undefined {
    const first = this.#commits[0]?.version
    if (from === to) return { patches: [], size: 2 }
    if (first === undefined || from < first - 1 || from > to || to > first + this.#commits.length - 1) return undefined
    const commits = this.#commits.slice(from - first + 1, to - first + 1)
    const size = commits.reduce((sum, { text }) => sum + text.length, 0)
    return { patches: commits.flatMap(({ text }): Patch[] => JSON.parse(text)), size }
  }

  clear(): void {
    this.#commits = []
    this.#size = 0
  }

  #shrink(kept: number): void {
    let first = 0
    for (; this.#size > kept && first < this.#commits.length; first++)
      this.#size -= this.#commits[first]?.text.length ?? 0
    this.#commits.splice(0, first)
  }
}
