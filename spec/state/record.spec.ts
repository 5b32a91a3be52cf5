import { expect } from 'chai'
import { applyPatches } from '../../server/state/apply.ts'
import type { Json } from '../../server/state/json.ts'
import { jsonSize } from '../../server/state/json-size.ts'
import { type Recording, record } from '../../server/state/record.ts'

interface Card {
  id: number
  up?: boolean
  marks?: number[]
}
interface Table {
  deck: Card[]
  hands: { [user: string]: Card[] }
  top?: Card | null
  turn: { [user: string]: number }
}

function table(): Table {
  const deck = [1, 2, 3, 4, 5].map((id): Card => ({ id, marks: [id] }))
  return { deck, hands: { 'user:1': [{ id: 9 }] }, turn: { c: 1, a: 2, b: 3 } }
}

/** Records `run`, and checks that its patches and its undo are right and that a plain object ends the same. */
function play<R>(run: (state: Table) => R): { state: Table; recording: Recording<R> } {
  const [state, before, plain] = [table(), table(), table()]
  const recording = record(state, run, { undoable: true })
  run(plain)
  const text = JSON.stringify(state)
  expect(text).to.equal(JSON.stringify(plain))
  expect(JSON.stringify(applyPatches(before, recording.patches))).to.equal(text)
  recording.undo()
  expect(JSON.stringify(state)).to.equal(JSON.stringify(before))
  return { state: applyPatches(before, recording.patches), recording }
}

describe('record', () => {
  it('records a change through the value that an assignment gives', () => {
    const { state } = play(({ hands }) => {
      ;(hands['user:2'] ??= []).push({ id: 7 })
    })
    expect(state.hands['user:2']).to.deep.equal([{ id: 7 }])
  })

  it('takes what went in as it is when the handler returns, through whatever reference it was changed', () => {
    const { state, recording } = play(({ deck, hands }) => {
      const card: Card = { id: 6 }
      deck.push(card)
      card.up = true
      const same = deck.at(-1)
      if (same !== undefined) same.marks = [1]
      hands['user:2'] = [card]
    })
    expect(state.deck.at(-1)).to.deep.equal({ id: 6, up: true, marks: [1] })
    expect(recording.patches).to.have.length(2)
  })

  it('makes two of what is put in twice, and lets go of what the author holds', () => {
    const state = table()
    const card: Card = { id: 6 }
    record(state, ({ deck, hands }) => {
      deck.push(card)
      hands['user:2'] = [card]
    })
    card.up = true
    record(state, ({ deck }) => {
      deck.at(-1)!.id = 60
    })
    expect([state.deck.at(-1), state.hands['user:2']]).to.deep.equal([{ id: 60 }, [{ id: 6 }]])
  })

  it('finds an element where it stands now, not where it stood', () => {
    const { recording } = play(({ deck }) => {
      const card = deck[3]!
      deck.shift()
      deck.unshift({ id: 10 }, { id: 11 })
      deck.reverse()
      card.up = true
    })
    expect(recording.patches.at(-1)).to.deep.equal(['set', ['deck', 1, 'up'], true])
  })

  it('copies what is only moved on the spot, so that later changes are not made twice', () => {
    play(({ deck }) => {
      deck.sort((a, b) => b.id - a.id)
      for (const card of deck) card.marks?.push(0)
    })
  })

  it('records nothing of a part that was taken out, but undoes it, and takes it as it is when it comes back', () => {
    const { recording } = play(({ deck, hands }) => {
      const lost = deck.pop()!
      lost.up = true
      const drawn = deck.pop()!
      drawn.marks = [7]
      hands['user:1']!.push(drawn)
      drawn.up = true
    })
    expect(recording.patches).to.deep.equal([
      ['splice', ['deck'], 4, 1, []],
      ['splice', ['deck'], 3, 1, []],
      ['splice', ['hands', 'user:1'], 1, 0, [{ id: 4, marks: [7], up: true }]],
    ])
  })

  it('assigns a part to another place, where it shows every change until the handler returns', () => {
    const { state } = play((state) => {
      state.top = state.deck[2]!
      state.top.up = true
      state.deck[2]!.marks?.push(8)
    })
    expect(state.top).to.deep.equal({ id: 3, marks: [3, 8], up: true })
  })

  it('swaps, and compares and finds drafts as the plain object would', () => {
    play(({ deck }) => {
      ;[deck[0], deck[4]] = [deck[4]!, deck[0]!]
      expect(deck[0]).to.equal(deck[0])
      expect(deck.indexOf(deck[2]!)).to.equal(2)
      expect(deck.includes(deck[4]!)).to.equal(true)
      expect(deck.indexOf({ id: 3 })).to.equal(-1)
      expect(deck.find((card) => card === deck[0])).to.equal(deck.at(0))
    })
  })

  it('reads like the plain object: spread, entries, JSON, iteration, destructuring, in', () => {
    const state = table()
    record(state, (draft) => {
      const { deck, ...rest } = draft
      expect(JSON.stringify(draft)).to.equal(JSON.stringify(table()))
      expect(Object.keys(rest)).to.deep.equal(['hands', 'turn'])
      expect([...deck].map(({ id }) => id)).to.deep.equal([1, 2, 3, 4, 5])
      expect(Object.entries(draft.turn)).to.deep.equal([
        ['c', 1],
        ['a', 2],
        ['b', 3],
      ])
      expect('deck' in draft && !('top' in draft) && Array.isArray(deck)).to.equal(true)
      expect(deck.concat(deck.slice(1, 2)).flatMap((card) => card.marks)).to.deep.equal([1, 2, 3, 4, 5, 2])
    })
  })

  it('records the smallest patches', () => {
    const { recording } = play((state) => {
      state.turn.a = 2
      state.deck[1] = state.deck[1]!
      state.deck.length = 4
      state.deck[4] = { id: 5 }
      delete state.turn.c
    })
    expect(recording.patches).to.deep.equal([
      ['splice', ['deck'], 4, 1, []],
      ['splice', ['deck'], 4, 0, [{ id: 5 }]],
      ['delete', ['turn', 'c']],
    ])
  })

  it('[P5] undoes everything when the handler throws, the order of keys included', () => {
    const state = table()
    const parts = [state.deck, state.deck[0], state.hands, state.turn]
    const run = () =>
      record(state, (draft) => {
        delete draft.turn.c
        draft.turn.c = 5
        delete draft.turn.a
        draft.deck.sort((a, b) => b.id - a.id)
        draft.deck.splice(1, 2, { id: 100 })
        draft.hands = {}
        throw new Error('not your turn')
      })
    expect(run).to.throw('not your turn')
    expect(JSON.stringify(state)).to.equal(JSON.stringify(table()))
    expect([state.deck, state.deck[0], state.hands, state.turn].every((part, at) => part === parts[at])).to.equal(true)
  })

  it('keeps the order of keys right through many deletions, undone or not', () => {
    const state: { keys: Record<string, number> } = { keys: {} }
    for (let round = 0; round < 300; round++) {
      const change = ({ keys }: typeof state): void => {
        keys[`k${(round * 7) % 50}`] = round
        delete keys[`k${(round * 3) % 50}`]
        keys[`k${(round * 11) % 50}`] = round
      }
      const recording = record(state, change, { undoable: round % 2 === 0 })
      if (round % 3 !== 0) continue
      const after = JSON.stringify(state)
      const before = applyPatches(state, [])
      const text = JSON.stringify(before)
      const next = record(
        state,
        ({ keys }) => {
          for (const key of Object.keys(keys).slice(0, 3)) delete keys[key]
          keys.new = 1
        },
        { undoable: true },
      )
      next.undo()
      expect(JSON.stringify(state)).to.equal(text).and.to.equal(after)
      if (round % 2 === 0) recording.undo()
      else expect(recording.undo).to.throw('undoable')
    }
  })

  it('shows nothing of a key that is gone, wherever a run looks', () => {
    const state: { keys: Record<string, unknown>; copies: unknown[] } = {
      keys: { a: 1, toString: 2, inner: { x: 1, y: 2 } },
      copies: [{ p: 1, q: 2 }, { p: 3 }],
    }
    const seen = record(state, (draft) => {
      const { keys, copies } = draft
      const inner = keys.inner as Record<string, number>
      const first = copies[0] as Record<string, number>
      delete keys.a
      Reflect.deleteProperty(keys, 'toString')
      delete inner.x
      delete first.p
      // Copied while it is gone: into another place, by moving, and as what was taken out.
      keys.twin = inner
      copies.reverse()
      const taken = copies.pop()
      return [
        Object.keys(keys),
        'a' in keys,
        keys.a ?? null,
        Object.hasOwn(keys, 'a'),
        typeof keys.toString,
        { ...inner },
        JSON.stringify(draft),
        taken,
        Object.entries(keys).length,
      ]
    })
    expect(JSON.stringify(seen.result)).to.equal(
      JSON.stringify([
        ['inner', 'twin'],
        false,
        null,
        false,
        'function',
        { y: 2 },
        '{"keys":{"inner":{"y":2},"twin":{"y":2}},"copies":[{"p":3}]}',
        { q: 2 },
        2,
      ]),
    )
    expect(JSON.stringify(state)).to.equal('{"keys":{"inner":{"y":2},"twin":{"y":2}},"copies":[{"p":3}]}')
    expect(seen.size).to.equal(
      jsonSize(state) -
        jsonSize({ keys: { a: 1, toString: 2, inner: { x: 1, y: 2 } }, copies: [{ p: 1, q: 2 }, { p: 3 }] }),
    )
  })

  it('gives results as detached copies, and nothing for nothing', () => {
    const state = table()
    const { result } = record(state, ({ deck }) => ({ card: deck[0]!, all: deck.filter(({ id }) => id > 3) }))
    expect(result).to.deep.equal({ card: state.deck[0], all: state.deck.slice(3) })
    expect(result.card).not.to.equal(state.deck[0])
    expect(record(state, () => undefined).result).to.equal(undefined)
  })

  it('tells the size of the state by what changed', () => {
    const state: { list: Json[] } = { list: [] }
    const { size } = record(state, ({ list }) => void (list as Json[]).push('12345678', { a: null }), { size: 100 })
    expect(size).to.equal(100 + 11 + 12)
    const shrunk = record(state, ({ list }) => void (list as Json[]).shift(), { size, maxSize: 50 })
    expect(shrunk.size).to.equal(100 + 12)
  })

  it('nests on different states, and refuses to on the same', () => {
    const [state, other] = [table(), table()]
    record(state, ({ deck }) => {
      record(other, (draft) => void draft.deck.push(deck[0]!))
    })
    expect(other.deck).to.have.length(6)
    expect(() => record(state, () => record(state, () => 1))).to.throw('a run is under way')
  })
})
