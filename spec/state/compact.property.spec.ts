import { expect } from 'chai'
import fc from 'fast-check'
import { applyPatches } from '../../server/state/apply.ts'
import { compactAny, compactPatches } from '../../server/state/compact.ts'
import { compactQueue } from '../../server/state/compact-queue.ts'
import type { Json } from '../../server/state/json.ts'
import type { Patch } from '../../server/state/patches.ts'
import { record } from '../../server/state/record.ts'
import { programs, runProgram, type Step, states, structuredCloneJson, textOf } from './support/programs.ts'

describe('compactPatches', function () {
  this.timeout(60_000)

  it('[P8] has the effect of the patches one by one, and changes none of them', () => {
    const frames = fc.array(programs(5), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(states, frames, (state, frame) => {
        const before = structuredCloneJson(state)
        const patches = frame.flatMap((program) => patchesOf(state, program))
        const sent = textOf(patches)
        const compacted = compactPatches(patches)
        expect(textOf(applyPatches(before, compacted))).to.equal(textOf(state))
        expect(textOf(patches)).to.equal(sent)
        expect(compacted.length).to.be.at.most(patches.length)
        expect(textOf(compactPatches(compacted))).to.equal(textOf(compacted))
      }),
      { numRuns: 10_000 },
    )
  })

  it('makes two splices of any number of lines in a list of bounded length', () => {
    const state = { messages: Array.from({ length: 200 }, (_, id) => ({ id })) }
    const patches = Array.from({ length: 50 }, (_, index) =>
      record(state, ({ messages }) => {
        messages.push({ id: 200 + index })
        messages.shift()
      }),
    ).flatMap((recording) => recording.patches)
    const items = Array.from({ length: 50 }, (_, index) => ({ id: 200 + index }))
    expect(compactPatches(patches)).to.deep.equal([
      ['splice', ['messages'], 0, 50, []],
      ['splice', ['messages'], 150, 0, items],
    ])
  })

  it('makes of what comes and goes in one list what it would of anything else', () => {
    const index = fc.integer({ min: 0, max: 6 })
    const items = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 })
    const path = fc.constantFrom(['a'], ['a'], ['a'], ['a'], ['a'], ['b'], ['a', 'a'], ['a', 0])
    const splice = fc.oneof(
      fc.tuple(fc.constant('splice' as const), path, index, fc.constant(0), items),
      fc.tuple(fc.constant('splice' as const), path, fc.constant(0), index, fc.constant<number[]>([])),
      { arbitrary: fc.tuple(fc.constant('splice' as const), path, index, index, items), weight: 1 },
    )
    let queues = 0
    fc.assert(
      fc.property(fc.array(splice, { minLength: 1, maxLength: 5 }), (patches) => {
        const queue = compactQueue(patches)
        if (!queue) return
        queues++
        expect(textOf(queue)).to.equal(textOf(compactAny(patches)))
      }),
      { numRuns: 20_000 },
    )
    expect(queues).to.be.above(2000)
  })

  it('keeps the last of several sets, puts what is changed in a new value into it, and forgets what went again', () => {
    expect(
      compactPatches([
        ['set', ['count'], 1],
        ['set', ['card'], { up: false, marks: [1] }],
        ['set', ['count'], 2],
        ['set', ['card', 'up'], true],
        ['splice', ['card', 'marks'], 1, 0, [2]],
        ['set', ['gone', 'deep'], 1],
        ['delete', ['gone']],
      ]),
    ).to.deep.equal([
      ['set', ['count'], 2],
      ['set', ['card'], { up: true, marks: [1, 2] }],
      ['delete', ['gone']],
    ])
  })

  it('keeps a key that was deleted and came again last', () => {
    const patches: Patch[] = [
      ['delete', ['a']],
      ['set', ['c'], 1],
      ['set', ['a'], 2],
    ]
    expect(textOf(applyPatches({ a: 1, b: 1 }, compactPatches(patches)))).to.equal('{"b":1,"c":1,"a":2}')
  })
})

/** What a program changes, and nothing where it would leave no JSON tree. */
function patchesOf(state: { [key: string]: Json }, program: readonly Step[]): readonly Patch[] {
  try {
    return record(state, (draft) => {
      runProgram(draft, program, [])
    }).patches
  } catch (error) {
    if (String(error).includes('a cycle is not JSON')) return []
    throw error
  }
}
