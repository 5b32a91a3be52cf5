/**
 * Measures one after the other, again and again (A B A B): what else the machine does meanwhile then burdens all of them
 * alike. Returns each one's measurements.
 */
export async function takeTurns<const Runs extends Readonly<Record<string, () => Promise<unknown>>>>(
  repeats: number,
  runs: Runs,
): Promise<{ [Name in keyof Runs]: Awaited<ReturnType<Runs[Name]>>[] }> {
  const measured = Object.fromEntries(Object.keys(runs).map((name) => [name, [] as unknown[]]))
  for (let turn = 0; turn < repeats; turn++) {
    for (const [name, run] of Object.entries(runs)) measured[name]?.push(await run())
  }
  return measured as { [Name in keyof Runs]: Awaited<ReturnType<Runs[Name]>>[] }
}

/** The middle one of what is picked; of an even number, the mean of the two in the middle. */
export function median<Measured>(measured: readonly Measured[], pick: (one: Measured) => number): number {
  const sorted = measured.map(pick).sort((one, other) => one - other)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2
}
