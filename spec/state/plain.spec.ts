import { inspect } from 'node:util'
import { expect } from 'chai'
import { StateError } from '../../server/state/json.ts'
import { plain } from '../../server/state/plain.ts'
import { record } from '../../server/state/record.ts'

interface State {
  list: unknown[]
  hands: Record<string, { cards: number[] }>
  gone?: number
}

const begin = (): State => ({ list: [{ deep: [1] }], hands: { ann: { cards: [1, 2] } }, gone: 1 })

describe('a draft in the hands of what takes no proxies', () => {
  it('is copied by plain, whole or in part, with all that was put in, moved and deleted', () => {
    const state = begin()
    record(state, (draft) => {
      draft.hands.bob = { cards: [] }
      draft.hands.bob.cards.push(3)
      draft.list.push(draft.hands.ann, { held: draft.list[0] })
      delete draft.gone
      const whole = plain(draft)
      const expected = {
        list: [{ deep: [1] }, { cards: [1, 2] }, { held: { deep: [1] } }],
        hands: { ann: { cards: [1, 2] }, bob: { cards: [3] } },
      }
      expect(whole).to.deep.equal(expected)
      expect(structuredClone(whole)).to.deep.equal(expected)
      expect(structuredClone(plain(draft.hands.ann))).to.deep.equal({ cards: [1, 2] })
      expect(structuredClone(plain({ first: draft.list[0], rest: draft.list.slice(1, 2) }))).to.deep.equal({
        first: { deep: [1] },
        rest: [{ cards: [1, 2] }],
      })
      expect(() => structuredClone(draft), 'without').to.throw()
    })
  })

  it('gives copies that share nothing with the state, and nothing of a dead draft', () => {
    const state = begin()
    const { patches } = record(state, (draft) => {
      const copy = plain(draft)
      copy.list.push('mine')
      for (const { cards } of Object.values(copy.hands)) cards.push(9)
    })
    expect(patches).to.deep.equal([])
    expect(state).to.deep.equal(begin())
    let dead: State | undefined
    record(state, (draft) => {
      dead = draft
    })
    expect(() => plain(dead)).to.throw(StateError, 'after its run has ended')
  })

  it('leaves what is plain already as it is, and names what is no JSON', () => {
    for (const value of [undefined, null, 0, '', true]) expect(plain(value)).to.equal(value)
    expect(plain({ a: [1] })).to.deep.equal({ a: [1] })
    expect(() => plain({ a: [new Date(0)] })).to.throw(StateError, 'value.a[0]: a Date is not plain JSON')
  })

  it('prints as the state that it is, and nothing of what records it', () => {
    record(begin(), (draft) => {
      draft.hands.bob = { cards: [3] }
      draft.list.push({ fresh: { deeper: draft.hands.ann } })
      draft.hands.cid = draft.hands.bob
      const { hands, list, gone } = plain(draft)
      expect(inspect(draft, { depth: 9 })).to.equal(inspect({ list, hands, gone }, { depth: 9 }))
      expect(inspect(draft.hands.bob)).to.equal('{ cards: [ 3 ] }')
      delete draft.gone
      expect(inspect(draft)).to.include('gone: Symbol(deleted)')
    })
  })
})
