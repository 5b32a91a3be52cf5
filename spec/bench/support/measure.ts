/**
 * Microseconds that one call of each of `runs` takes: the lowest tenth of many short batches after a warm-up, so that
 * the compiler's first runs and what else the machine does don't decide. The runs take turns, for what one leaves behind
 * (a grown array, a full heap) is every other's burden too. No two calls get the same index.
 */
export function measure(runs: readonly ((index: number) => void)[], batches: number, perBatch: number): number[] {
  const times = runs.map((): number[] => [])
  let index = 0
  for (let batch = 0; batch < 2 * batches; batch++) {
    for (const [at, run] of runs.entries()) {
      const start = performance.now()
      for (let call = 0; call < perBatch; call++) run(index++)
      if (batch >= batches) times[at]?.push(((performance.now() - start) * 1000) / perBatch)
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(batches / 10)] ?? Number.NaN)
}
