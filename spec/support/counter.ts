import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

export interface CounterState {
  total: number
  /** Who added what, in order. */
  adds: { user: string; by: number; at: number }[]
}

/** A small application for specs: adds up, refuses, and fails in every way an author's code can. */
export const counter = defineApplication({
  name: 'counter',
  players: { min: 2, max: 3 },
  refusals: { TOO_MUCH: 'That is too much.' },
  initialise: ({ members }): CounterState => ({
    total: 0,
    adds: members.map(({ id }) => ({ user: id, by: 0, at: 0 })),
  }),
  update: (action) => ({
    add: action(z.object({ by: z.int() }), (state, { by }, { user, now, refuse }) => {
      state.total += by
      state.adds.push({ user: user.id, by, at: now })
      if (by > 100) throw refuse('TOO_MUCH')
      return { total: state.total }
    }),
    set: action(z.object({ text: z.string() }), (state, { text }) => {
      Object.assign(state, { text })
    }),
    /** Changes fifty keys, so that the patches are longer than the state. */
    scatter: action(z.object({ value: z.int() }), (state, { value }) => {
      for (let key = 0; key < 50; key++) Object.assign(state, { [`key-${key}`]: value })
    }),
    fail: action(z.object({}), (state) => {
      state.total = -1
      state.adds.length = 0
      throw new Error('a secret of the author’s')
    }),
    spoil: action(z.object({}), (state) => {
      Object.assign(state, { when: new Date() })
    }),
    draw: action(z.object({}), (_state, _payload, { random, version, members }) => ({
      numbers: [random(), random()],
      version,
      members: members.map(({ id }) => id),
    })),
  }),
})
