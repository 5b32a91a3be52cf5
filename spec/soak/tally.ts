import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

interface TallyState {
  /** The last number of each user that was here. */
  last: { [user: string]: number }
  /** How often a number was not the one after the last: something was lost, doubled or out of order. */
  wrong: number
}

/** Counts with each of its users: 1, 2, 3, … So its state stays small, however long it runs. */
export const tally = defineApplication({
  name: 'tally',
  players: { min: 1, max: 400 },
  initialise: (): TallyState => ({ last: {}, wrong: 0 }),
  update: (action) => ({
    count: action(z.object({ number: z.int(), text: z.string() }), (state, { number }, { user }) => {
      if (number !== (state.last[user.id] ?? 0) + 1) state.wrong++
      state.last[user.id] = number
      return { number }
    }),
  }),
})
