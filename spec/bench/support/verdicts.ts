/** Prints figures beside their targets, and remembers whether one was missed. */
export class Verdicts {
  #missed = 0

  get missed(): number {
    return this.#missed
  }

  title(text: string): void {
    process.stdout.write(`\n${text}\n`)
  }

  /** A figure that is only told. */
  tell(what: string, figure: string): void {
    process.stdout.write(`       ${what.padEnd(62)} ${figure}\n`)
  }

  /** A figure with a target. */
  judge(what: string, figure: string, met: boolean, target: string): void {
    if (!met) this.#missed++
    process.stdout.write(`  ${met ? 'ok ' : 'NO '}  ${what.padEnd(62)} ${figure.padEnd(28)} (${target})\n`)
  }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
