import { expect } from 'chai'
import { applyPatches } from '../../server/state/apply.ts'
import { StateError } from '../../server/state/json.ts'
import { record } from '../../server/state/record.ts'

describe('record', () => {
  it('gives the patches that lead from the state before to the state after', () => {
    const state: { a: number[]; b?: string } = { a: [1], b: 'x' }
    const before = structuredClone(state)
    const { patches } = record(state, (draft) => {
      draft.a.push(2)
      delete draft.b
    })
    expect(state).to.deep.equal({ a: [1, 2] })
    expect(applyPatches(before, patches)).to.deep.equal(state)
  })

  it('[P5] leaves the state as it was when the handler throws or puts in what is not JSON', () => {
    const state: { a: unknown } = { a: 1 }
    expect(() =>
      record(state, (draft) => {
        draft.a = 2
        throw new Error('no')
      }),
    ).to.throw('no')
    expect(() =>
      record(state, (draft) => {
        draft.a = { at: new Date() }
      }),
    ).to.throw(StateError, 'state.a.at: a Date is not plain JSON')
    expect(state).to.deep.equal({ a: 1 })
  })
})
