import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { type Outcome, simulate } from './simulation.ts'
import { INVARIANTS, type Invariant } from './verdict.ts'

/** One seed, to be played again and told. */
const SEED = process.env.SEED
const SEEDS = Number(process.env.SEEDS ?? 1000)
/** How many failing seeds are told for each promise. */
const TOLD = 5

/** What must have happened in a thousand seeds, or they prove little. */
const HAPPENINGS: readonly string[] = [
  ...[
    'crash',
    'stop',
    'cut',
    'act and cut',
    'burst',
    'sleep',
    'an hour passes',
    'leave',
    'a right ends',
    'a role changes',
    'somebody is banned',
    'a room is archived',
    'a room is deleted',
    'a room is renamed',
    'close a tab',
    'present',
    'resynchronised',
    'watches',
    'takes a seat',
  ],
  ...['before', 'after', 'late', 'slow', 'one room'].map((fault) => `log fails: ${fault}`),
  ...[
    'done',
    'NO',
    'ACTION_FAILED',
    'INVALID_PAYLOAD',
    'ROOM_PAUSED',
    'ROOM_LEFT',
    'ROOM_NOT_FOUND',
    'ROLE_REQUIRED',
  ].map((code) => `action: ${code}`),
  ...['ROOM_FULL', 'ROOM_NOT_FOUND'].map((code) => `entering: ${code}`),
]

describe('the simulation', function () {
  this.timeout(0)
  const failures = new Map<Invariant, string[]>()
  const happenings = new Map<string, number>()

  const read = ({ seed, violations, happenings: happened }: Outcome): void => {
    for (const [what, count] of happened) happenings.set(what, (happenings.get(what) ?? 0) + count)
    for (const { invariant, what, at } of violations) {
      const told = `seed ${seed} after ${at} ms: ${what}\n  replay: npx tsx spec/simulation/run.ts ${seed}`
      failures.set(invariant, [...(failures.get(invariant) ?? []), told])
    }
  }

  before(async () => {
    if (SEED !== undefined) return read(await replay(Number(SEED)))
    for (let seed = 1; seed <= SEEDS; seed++) read(await simulate(seed))
  })

  for (const [invariant, title] of Object.entries(INVARIANTS) as [Invariant, string][]) {
    it(title, () => {
      const told = failures.get(invariant) ?? []
      expect(told.length, told.slice(0, TOLD).join('\n')).to.equal(0)
    })
  }

  it('does what it is about', function () {
    if (SEED !== undefined || SEEDS < 500) return this.skip()
    const missing = HAPPENINGS.filter((what) => (happenings.get(what) ?? 0) < SEEDS / 100)
    expect(missing).to.deep.equal([])
  })

  it('does the same again for the same seed, and something else for another one', async () => {
    const hashes: string[] = []
    for (const seed of [1, 1, 2, 2, 3, 3]) hashes.push(hashOf(await simulate(seed, { traced: true })))
    expect(hashes.slice(0, 2).concat(hashes.slice(2, 4))).to.deep.equal([hashes[1], hashes[0], hashes[3], hashes[2]])
    expect(new Set(hashes).size).to.equal(3)
  })
})

/** Plays one seed; with `TRACE` all that happens is told. */
async function replay(seed: number): Promise<Outcome> {
  const outcome = await simulate(seed, { traced: process.env.TRACE !== undefined })
  if (outcome.trace.length > 0) process.stdout.write(`${outcome.trace.join('\n')}\n`)
  return outcome
}

function hashOf({ trace }: Outcome): string {
  expect(trace).to.have.length.greaterThan(20)
  return createHash('sha256').update(trace.join('\n')).digest('hex')
}
