/** More latencies than this are not kept: the newest count. */
const KEPT = 2000

/** What bots have done since they were last asked, and what became of it. */
export interface Report {
  readonly done: number
  readonly acknowledged: number
  /** Milliseconds from an action to its answer; undefined when none was answered. */
  readonly p50: number | undefined
  readonly p95: number | undefined
  /** How often each code refused something. */
  readonly refusals: Readonly<Record<string, number>>
}

/** Counts actions and their answers. */
export class Tally {
  #done = 0
  #acknowledged = 0
  #underWay = 0
  #latencies: number[] = []
  #refusals = new Map<string, number>()

  /** How many actions have no answer yet. */
  get underWay(): number {
    return this.#underWay
  }

  /** An action was begun. */
  begun(): void {
    this.#done++
    this.#underWay++
  }

  acknowledged(ms: number): void {
    this.#underWay--
    this.#acknowledged++
    if (this.#latencies.push(ms) > KEPT) this.#latencies.shift()
  }

  refused(code: string): void {
    this.#underWay--
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1)
  }

  /** What happened since the last report; counting begins anew. */
  report(): Report {
    const sorted = this.#latencies.toSorted((one, other) => one - other)
    const report = {
      ...{ done: this.#done, acknowledged: this.#acknowledged },
      ...{ p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) },
      refusals: Object.fromEntries(this.#refusals),
    }
    this.#done = 0
    this.#acknowledged = 0
    this.#latencies = []
    this.#refusals.clear()
    return report
  }
}

function percentile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
}
