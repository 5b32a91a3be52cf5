import { expect } from 'chai'
import fc from 'fast-check'
import { applyPatches } from '../../server/state/apply.ts'
import { compactPatches } from '../../server/state/compact.ts'
import type { Patch } from '../../server/state/patches.ts'
import { record } from '../../server/state/record.ts'
import {
  filterPatches,
  filterState,
  splitPatches,
  type Visibility,
  type VisibilityRules,
} from '../../server/state/visibility.ts'
import { programs, runProgram, states, structuredCloneJson, textOf } from './support/programs.ts'

const RUNS = { numRuns: 10_000 }
const VIEWERS = ['user:1', 'user:2', 'a', '1', 'toString', null]

const visibilities = fc.constantFrom<Visibility>('everyone', 'server', 'owner')
const someRules: fc.Arbitrary<VisibilityRules> = fc.record(
  { a: visibilities, b: visibilities, c: visibilities, 'user:1': visibilities },
  { requiredKeys: [] },
)

describe('visibility, for any state, program and rules', function () {
  this.timeout(60_000)

  it('[P7] [P8] leads every viewer from their snapshot before to their snapshot after', () => {
    fc.assert(
      fc.property(states, programs(6), someRules, (state, program, rules) => {
        const before = structuredCloneJson(state)
        const patches = patchesOf(() => record(state, (draft) => void runProgram(draft, program, [])).patches)
        const split = splitPatches(patches, rules)
        for (const viewer of VIEWERS) {
          const snapshot = filterState(before, rules, viewer)
          const fresh = textOf(filterState(state, rules, viewer))
          const mine = (viewer === null ? undefined : split.owners.get(viewer)) ?? split.everyone
          expect(textOf(applyPatches(snapshot, mine))).to.equal(fresh)
          expect(textOf(applyPatches(snapshot, compactPatches(filterPatches(patches, rules, viewer))))).to.equal(fresh)
        }
      }),
      RUNS,
    )
  })

  it('[P7] never lets out what is the server’s or another user’s, in a snapshot or a patch', () => {
    const rules: VisibilityRules = { deck: 'server', hands: 'owner', board: 'everyone' }
    fc.assert(
      fc.property(fc.array(markedPatches, { maxLength: 4 }), (list) => {
        const patches = list.flat()
        const split = splitPatches(patches, rules)
        for (const viewer of ['user:1', 'user:2', 'user:3', null]) {
          const sent = textOf((viewer === null ? undefined : split.owners.get(viewer)) ?? split.everyone)
          expectOwnOnly(sent, viewer)
          expect(sent).to.equal(textOf(filterPatches(patches, rules, viewer)))
          expectOwnOnly(textOf(filterState(MARKED, rules, viewer)), viewer)
        }
      }),
      RUNS,
    )
  })
})

const OWNERS = ['user:1', 'user:2', 'user:3']
const MARKED = { deck: ['for:server'], hands: { 'user:1': 'for:user:1', 'user:2': ['for:user:2'] }, board: 'for:all' }

/** Patches whose values say for whom they are. */
const markedPatches: fc.Arbitrary<readonly Patch[]> = fc.oneof(
  fc
    .constantFrom<Patch>(
      ['set', ['deck'], 'for:server'],
      ['set', ['deck', 0, 'x'], ['for:server']],
      ['splice', ['deck'], 0, 1, ['for:server']],
      ['set', ['board', 'a'], 'for:all'],
      ['delete', ['hands']],
      ['delete', ['deck']],
      ['set', ['hands'], 'for:server'],
      ['set', ['hands'], ['for:server']],
      ['splice', ['hands'], 0, 0, ['for:server']],
      ['set', ['hands', 0], 'for:server'],
    )
    .map((patch) => [patch]),
  fc.constantFrom(...OWNERS).map((user): readonly Patch[] => [
    ['set', ['hands', user], { card: `for:${user}` }],
    ['set', ['hands', user, 'card'], `for:${user}`],
    ['splice', ['hands', user, 'cards'], 0, 0, [`for:${user}`]],
    ['delete', ['hands', user, 'card']],
  ]),
  fc
    .subarray(OWNERS)
    .map((users): readonly Patch[] => [
      ['set', ['hands'], Object.fromEntries(users.map((user) => [user, `for:${user}`]))],
    ]),
)

function expectOwnOnly(sent: string, viewer: string | null): void {
  const foreign = OWNERS.filter((user) => user !== viewer && sent.includes(user))
  expect(sent.includes('for:server') || foreign.length > 0, sent).to.equal(false)
}

function patchesOf(run: () => readonly Patch[]): readonly Patch[] {
  try {
    return run()
  } catch (error) {
    if (String(error).includes('a cycle is not JSON')) return []
    throw error
  }
}
