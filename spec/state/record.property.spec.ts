import { expect } from 'chai'
import fc from 'fast-check'
import { applyInPlace, applyPatches } from '../../server/state/apply.ts'
import type { Json } from '../../server/state/json.ts'
import { jsonSize } from '../../server/state/json-size.ts'
import type { Patch } from '../../server/state/patches.ts'
import { record } from '../../server/state/record.ts'
import { programs, runProgram, type Step, states, structuredCloneJson, textOf } from './support/programs.ts'

const RUNS = { numRuns: 10_000 }

type State = { [key: string]: Json }

/** What the program does to a plain copy; `null` when that is no JSON tree in the end. */
function oracle(state: State, program: readonly Step[]) {
  const plain = structuredCloneJson(state)
  const log: unknown[] = []
  const result = runProgram(plain, program, log)
  try {
    return { state: textOf(plain), result: textOf(result), log: textOf(log) }
  } catch {
    return null
  }
}

describe('record, for any program', function () {
  this.timeout(60_000)

  it('[P5] does, shows and returns what the plain object would, and undoes what is no JSON in the end', () => {
    fc.assert(
      fc.property(states, programs(12), (state, program) => {
        const expected = oracle(state, program)
        const before = textOf(state)
        const log: unknown[] = []
        if (expected === null) {
          expect(() => record(state, (draft) => runProgram(draft, program, log))).to.throw('a cycle is not JSON')
          expect(textOf(state)).to.equal(before)
          return
        }
        const { result } = record(state, (draft) => runProgram(draft, program, log))
        expect(textOf(log)).to.equal(expected.log)
        expect(textOf(state)).to.equal(expected.state)
        expect(textOf(result)).to.equal(expected.result)
      }),
      RUNS,
    )
  })

  it('[P8] gives patches that lead from the state before to the state after, sharing all that they do not touch', () => {
    fc.assert(
      fc.property(states, programs(8), (state, program) => {
        fc.pre(oracle(state, program) !== null)
        const before = structuredCloneJson(state)
        const text = textOf(before)
        const { patches, size } = record(state, (draft) => runProgram(draft, program, []), { size: jsonSize(state) })
        const sent = textOf(patches)
        const after = applyPatches(before, patches)
        expect(textOf(after)).to.equal(textOf(state))
        expect(textOf(before)).to.equal(text)
        expectSharing(before, after, patches, [])
        applyInPlace(before, patches)
        expect(textOf(before)).to.equal(textOf(state))
        expect(size).to.equal(jsonSize(state))
        // Nothing that is done to one of them later shows in another.
        scribble(before)
        scribble(state)
        expect(textOf(patches)).to.equal(sent)
      }),
      RUNS,
    )
  })

  it('[P5] is undone by a throw, and by undo in reverse order, to the same text and the same objects', () => {
    fc.assert(
      fc.property(states, fc.array(programs(5), { minLength: 1, maxLength: 2 }), (state, list) => {
        const parts = Object.values(state)
        const undos: (() => void)[] = []
        const texts: string[] = []
        for (const program of list) {
          const before = textOf(state)
          expect(() => record(state, (draft) => fail(runProgram(draft, program, [])))).to.throw('on purpose')
          expect(textOf(state)).to.equal(before)
          if (oracle(state, program) === null) continue
          texts.push(before)
          undos.push(record(state, (draft) => runProgram(draft, program, []), { undoable: true }).undo)
        }
        for (const undo of undos.reverse()) {
          undo()
          expect(textOf(state)).to.equal(texts.pop())
        }
        expect(Object.values(state).every((part, index) => part === parts[index])).to.equal(true)
      }),
      RUNS,
    )
  })
})

function fail(_result: unknown): never {
  throw new Error('on purpose')
}

/** Every container that no patch goes into is the same object as before. */
function expectSharing(before: unknown, after: unknown, patches: readonly Patch[], path: readonly string[]): void {
  if (typeof before !== 'object' || before === null || Array.isArray(before)) return
  for (const [key, part] of Object.entries(before)) {
    const place = [...path, key]
    const touching = patches.filter(([, to]) => to.every((name, at) => at >= place.length || name === place[at]))
    const now = (after as Record<string, unknown> | undefined)?.[key]
    if (touching.length === 0) expect(now).to.equal(part)
    else if (touching.every(([, to]) => to.length > place.length)) expectSharing(part, now, touching, place)
  }
}

/** Changes every container in it. */
function scribble(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const part of Object.values(value)) scribble(part)
  if (Array.isArray(value)) value.push('scribble')
  else Object.assign(value, { scribble: true })
}
