/** A busy machine may disturb a series; a difference that is there disturbs all of them. */
const SERIES = 6

/**
 * Asks for two things in turn, `asked` times each in a series, until the medians of a series are within 20 % of each other.
 * Returns how the medians stand to each other in each series, in words, where they never were; else undefined.
 * @param timed asks, and says how many milliseconds it took
 */
export async function unlikeInTime<Thing>(
  [one, other]: readonly [Thing, Thing],
  asked: number,
  timed: (thing: Thing) => Promise<number>,
): Promise<string | undefined> {
  const ratios: number[] = []
  while (ratios.length < SERIES) {
    const [ones, others]: [number[], number[]] = [[], []]
    for (let n = 0; n < asked; n++) {
      // Who comes first changes: what the one before has left behind slows both.
      if (n % 2 === 0) ones.push(await timed(one))
      others.push(await timed(other))
      if (n % 2 === 1) ones.push(await timed(one))
    }
    const ratio = median(ones) / median(others)
    if (ratio > 0.8 && ratio < 1.25) return undefined
    ratios.push(ratio)
  }
  return `the ratios were ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`
}

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0
}
