import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { type Pending, Predictor } from '../../web/client/predictor.ts'

const list = defineApplication({
  name: 'list',
  players: { min: 1, max: 9 },
  refusals: { TOO_LONG: 'too long' },
  initialise: () => ({
    items: [] as { id: number; text: string; by: string; at: number }[],
    untouched: { deep: [1] },
    secrets: {} as Record<string, string>,
    dice: [] as number[],
  }),
  visibility: { secrets: 'owner' },
  predict: ['add', 'fail', 'peek', 'roll', 'list'],
  update: (action) => ({
    add: action(
      z.object({ text: z.string().check(z.trim(), z.maxLength(10)) }),
      (state, { text }, { user, version, now }) => {
        state.items.push({ id: version, text, by: user.id, at: now })
      },
    ),
    unpredicted: action(z.object({}), (state) => {
      state.items.length = 0
    }),
    fail: action(z.object({}), (state, _payload, { refuse }) => {
      state.items.length = 0
      throw refuse('TOO_LONG')
    }),
    peek: action(z.object({}), (state) => {
      state.items.length = 0
      state.secrets.ann = 'mine'
    }),
    roll: action(z.object({}), (state, _payload, { random }) => {
      state.items.length = 0
      state.dice.push(random())
    }),
    list: action(z.object({}), (state) => {
      state.items.length = Object.keys(state).length
    }),
  }),
})

const ann = { id: 'ann', name: 'Ann' }
const act = (name: string, payload: unknown = {}): Pending => ({ name, payload, madeAt: 7 })

function ground() {
  const state = {
    items: [{ id: 3, text: 'there', by: 'bob', at: 1 }],
    untouched: { deep: [1] },
    secrets: 'ann’s own',
    dice: [],
  }
  const text = JSON.stringify(state)
  const predictor = new Predictor(list)
  const predict = (...pending: Pending[]) =>
    predictor.predict({ state, version: 5, user: ann, members: [ann], spectating: false }, pending)
  return { state, text, predict }
}

describe('prediction', () => {
  it('shows what the handlers would do, one after the other, by the validated payload', () => {
    const { predict } = ground()
    expect(predict(act('add', { text: ' one ' }), act('add', { text: 'two' })).items).to.deep.equal([
      { id: 3, text: 'there', by: 'bob', at: 1 },
      { id: 6, text: 'one', by: 'ann', at: 7 },
      { id: 7, text: 'two', by: 'ann', at: 7 },
    ])
  })

  it('leaves the base as it was, and shares what it does not change', () => {
    const { state, text, predict } = ground()
    const { items } = state
    const shown = predict(act('add', { text: 'one' }))
    expect(JSON.stringify(state)).to.equal(text)
    expect(state.items).to.equal(items)
    expect(shown.untouched).to.equal(state.untouched)
    expect(shown.items).not.to.equal(items)
    expect(predict()).to.equal(state)
  })

  it('shows nothing of what is refused, fails, is invalid, unknown, or not to be predicted', () => {
    const { state, text, predict } = ground()
    for (const pending of [
      act('fail'),
      act('add', { text: 'x'.repeat(11) }),
      act('nothing'),
      act('toString'),
      act('unpredicted'),
    ]) {
      expect(predict(pending), pending.name).to.equal(state)
      expect(predict(pending, act('add', { text: 'one' })).items).to.have.length(2)
    }
    expect(JSON.stringify(state)).to.equal(text)
  })

  it('[P7] ends where a handler touches what the client sees nothing of', () => {
    const { state, predict } = ground()
    for (const name of ['peek', 'roll', 'list']) expect(predict(act(name)), name).to.equal(state)
  })
})
