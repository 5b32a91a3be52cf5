import { expect } from 'chai'
import { simulate } from './simulation.ts'
import { INVARIANTS, type Invariant } from './verdict.ts'

/** How many seeds are played; `SEED` plays one, and tells all of it with `TRACE`. */
const SEEDS = Number(process.env.CLUSTER_SEEDS ?? 15)
const SEED = process.env.CLUSTER_SEED
/** How many failing seeds are told for each promise. */
const TOLD = 5

/** What must have happened in so many seeds, or they prove little. */
const HAPPENINGS: readonly string[] = [
  ...['crash', 'stop', 'freeze', 'cut off from the bus', 'cut off from the leases', 'cut off from both'],
  ...['a room changes hands', 'action: done', 'entered', 'carried to another server'],
]

describe('the simulation of several servers', function () {
  this.timeout(0)
  const failures = new Map<Invariant, string[]>()
  const happenings = new Map<string, number>()

  before(async () => {
    const seeds = SEED === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(SEED)]
    for (const seed of seeds) {
      const outcome = await simulate(seed, { nodes: 2 + (seed % 2), traced: process.env.TRACE !== undefined })
      if (outcome.trace.length > 0) process.stdout.write(`${outcome.trace.join('\n')}\n`)
      for (const [what, count] of outcome.happenings) happenings.set(what, (happenings.get(what) ?? 0) + count)
      for (const { invariant, what, at } of outcome.violations) {
        const told = `seed ${seed} after ${at} ms: ${what}\n  replay: npx tsx spec/simulation/run.ts ${seed} cluster`
        failures.set(invariant, [...(failures.get(invariant) ?? []), told])
      }
    }
  })

  for (const [invariant, title] of Object.entries(INVARIANTS) as [Invariant, string][]) {
    it(title, () => {
      const told = failures.get(invariant) ?? []
      expect(told.length, told.slice(0, TOLD).join('\n')).to.equal(0)
    })
  }

  it('does what it is about', function () {
    if (SEED !== undefined || SEEDS < 15) return this.skip()
    const missing = HAPPENINGS.filter((what) => (happenings.get(what) ?? 0) < SEEDS / 5)
    expect(missing).to.deep.equal([])
  })
})
