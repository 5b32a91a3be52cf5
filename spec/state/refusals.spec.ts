import { expect } from 'chai'
import { applyInPlace, applyPatches } from '../../server/state/apply.ts'
import { copyJson, type Json, StateError } from '../../server/state/json.ts'
import { jsonSize } from '../../server/state/json-size.ts'
import type { Patch } from '../../server/state/patches.ts'
import { record } from '../../server/state/record.ts'

type Loose = { hands: { [user: string]: unknown[] }; table: Record<string, unknown>; list: unknown[] }

const loose = (): Loose => ({ hands: { 'user:1': [1, 2, 3] }, table: { a: {} }, list: [[1], 2] })

class Piece {
  readonly x = 1
}

function cyclic(): unknown {
  const part: { self?: unknown } = {}
  part.self = [part]
  return part
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)]
}

const NO_JSON: readonly (readonly [unknown, string])[] = [
  [() => 1, 'a function is not plain JSON'],
  [Symbol('s'), 'a symbol is not plain JSON'],
  [1n, 'a bigint is not plain JSON'],
  [Number.NaN, 'NaN is not a JSON number'],
  [-Infinity, '-Infinity is not a JSON number'],
  [new Date(), 'a Date is not plain JSON'],
  [new Map(), 'a Map is not plain JSON'],
  [new Set(), 'a Set is not plain JSON'],
  [new Piece(), 'a Piece is not plain JSON'],
  [Promise.resolve(), 'a Promise is not plain JSON'],
  [new Uint8Array(1), 'a Uint8Array is not plain JSON'],
  [Object.create({ x: 1 }), 'a Object is not plain JSON'],
]

const NO_KEYS: readonly (readonly [unknown, string])[] = [
  [Object.assign(Array(3), [1], { 2: 2 }), 'a hole at 1 is not JSON'],
  [{ [Symbol('s')]: 1 }, 'a symbol is not a JSON key'],
  [JSON.parse('{"__proto__":1}'), '__proto__ may not be a key'],
  [{ constructor: 1 }, 'constructor may not be a key'],
  [{ prototype: 1 }, 'prototype may not be a key'],
  [Object.assign([1], { name: 'x' }), 'an array with named properties is not JSON'],
]

describe('what a state refuses', () => {
  /** Everything is undone, and the error names the place. */
  function refuses(run: (draft: Loose) => unknown, message: string): void {
    const state = loose()
    expect(() => record(state, run)).to.throw(StateError, message)
    expect(state).to.deep.equal(loose())
  }

  for (const [value, reason] of [...NO_JSON, ...NO_KEYS]) {
    it(`[P5] ${reason}: set, pushed, deep inside, added later, returned`, () => {
      refuses((draft) => void draft.hands['user:1']?.push(value), `state.hands["user:1"][3]: ${reason}`)
      refuses((draft) => {
        draft.table.x = value
      }, `state.table.x: ${reason}`)
      refuses((draft) => {
        draft.table.x = { deep: [0, value] }
      }, `state.table.x.deep[1]: ${reason}`)
      refuses((draft) => {
        const later: unknown[] = []
        draft.list.unshift(later)
        draft.list.unshift(0)
        later.push(value)
      }, `state.list[1][0]: ${reason}`)
      refuses(() => value, `result: ${reason}`)
      refuses(() => ({ value }), `result.value: ${reason}`)
      expect(() => copyJson({ value }, { path: ['a'] })).to.throw(StateError, `state.a.value: ${reason}`)
    })
  }

  it('[P5] undefined in an array, wherever that is', () => {
    const reason = 'undefined is not JSON: use null'
    refuses((draft) => void draft.list.push(undefined), `state.list[2]: ${reason}`)
    refuses((draft) => {
      draft.list[0] = undefined
    }, `state.list[0]: ${reason}`)
    refuses((draft) => {
      draft.table.x = { deep: [0, undefined] }
    }, `state.table.x.deep[1]: ${reason}`)
    refuses(() => [undefined], `result[0]: ${reason}`)
  })

  it('not a key that is given for no value: as in JSON there is none then', () => {
    const state = loose()
    const { result, patches, size } = record(state, (draft) => {
      draft.table.x = { n: 1, gone: undefined, deep: [{ gone: undefined }] }
      draft.table.a = undefined
      draft.table.never = undefined
      draft.list.push({ later: undefined })
      return { kept: 1, gone: undefined, has: 'a' in draft.table }
    })
    const table = { x: { n: 1, deep: [{}] } }
    expect(state).to.deep.equal({ ...loose(), table, list: [[1], 2, {}] })
    expect(Object.keys(state.table)).to.deep.equal(['x'])
    expect(result).to.deep.equal({ kept: 1, has: false })
    const mirrored = applyPatches(loose(), patches)
    expect(mirrored).to.deep.equal(state)
    expect(Object.keys((mirrored as Loose).table)).to.deep.equal(['x'])
    expect(size).to.equal(jsonSize(state) - jsonSize(loose()))
    expect(copyJson({ a: undefined, b: [{ c: undefined }] })).to.deep.equal({ b: [{}] })
  })

  it('cycles, also through parts of the state', () => {
    refuses((draft) => {
      draft.table.x = cyclic()
    }, 'state.table.x.self[0]: a cycle is not JSON')
    refuses((draft) => {
      draft.table.self = draft.table
    }, 'a cycle is not JSON')
    refuses((draft) => {
      draft.table.x = { all: draft }
    }, 'a cycle is not JSON')
  })

  it('more than 64 levels, counted from the root', () => {
    refuses((draft) => void draft.list.push(nested(63)), 'deeper than 64 levels')
    record(loose(), (draft) => void draft.list.push(nested(62)))
    expect(copyJson(nested(64))).to.deep.equal(nested(64))
    expect(() => copyJson(nested(65))).to.throw(StateError, 'deeper than 64 levels')
    expect(() => copyJson([[1]], { maxDepth: 1 })).to.throw(StateError, 'state[0][0]: deeper than 1 levels')
  })

  it('[P9] more than its size, were it by doubling one part again and again', () => {
    const state: { text: string; list: Json[] } = { text: '', list: [] }
    const grow = () => record(state, (draft) => void (draft.text = 'x'.repeat(90)), { size: 20, maxSize: 100 })
    expect(grow).to.throw(StateError, 'state: larger than 100 characters of JSON')
    expect(state.text).to.equal('')
    const double = () =>
      record(
        state,
        (draft) => {
          let part: Json = []
          for (let level = 0; level < 60; level++) part = [part, part]
          ;(draft.list as Json[]).push(part)
        },
        { maxSize: 10_000 },
      )
    expect(double).to.throw(StateError, 'larger than 10000 characters of JSON')
  })

  it('what would leave a hole, or a property that is none of JSON', () => {
    refuses((draft) => delete draft.list[0], 'state.list: deleting element 0 would leave a hole: splice it')
    refuses((draft) => {
      draft.list.length = 5
    }, 'state.list: a longer length would leave holes')
    refuses((draft) => {
      draft.list[3] = 1
    }, 'state.list[3]: an element beyond the end would leave a hole')
    refuses((draft) => Object.assign(draft.list, { name: 1 }), 'state.list.name: an array has only elements')
    refuses((draft) => Object.defineProperty(draft, 'x', { value: 1 }), 'a property of a state can be assigned')
    refuses((draft) => Object.setPrototypeOf(draft.table, null), 'a part of a state has no other prototype')
    refuses((draft) => Object.freeze(draft.table), 'a part of a state can’t be frozen')
    refuses((draft) => Object.assign(draft.table, { [Symbol('s')]: 1 }), 'a symbol is not a JSON key')
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      refuses((draft) => {
        draft.table[key] = {}
      }, `state.table: ${key} may not be a key`)
    }
  })

  it('a draft used after its run', () => {
    const state = loose()
    let kept: unknown[] = []
    record(state, (draft) => {
      kept = draft.hands['user:1'] ?? []
    })
    const dead = 'state.hands["user:1"]: a draft used after its run has ended'
    const uses = [() => kept[0], () => kept.push(1), () => kept.length, () => [...kept], () => JSON.stringify(kept)]
    for (const use of uses) expect(use).to.throw(StateError, dead)
    refuses((draft) => draft.list.push(kept), 'state.list[2]: a draft used after its run has ended')
    refuses((draft) => draft.list.push([kept]), 'a draft used after its run has ended')
    expect(state).to.deep.equal(loose())
  })

  it('patches that do not fit', () => {
    const misfits: Patch[] = [
      ['set', ['nobody', 'x'], 1],
      ['set', ['list', 2], 1],
      ['set', ['list', 'x'], 1],
      ['set', ['list', 0, 'x'], 1],
      ['set', ['table', '__proto__'], {}],
      ['set', ['toString', 'x'], 1],
      ['delete', ['list', 0]],
      ['splice', ['table'], 0, 0, []],
      ['splice', ['list'], 1, 2, []],
      ['set', [], 1],
    ]
    for (const patch of misfits) {
      expect(() => applyPatches(loose(), [patch]), JSON.stringify(patch)).to.throw(StateError)
      expect(() => applyInPlace(loose(), [patch]), JSON.stringify(patch)).to.throw(StateError)
    }
    expect(applyPatches(loose(), [['delete', ['table', 'nobody']]])).to.deep.equal(loose())
  })
})
