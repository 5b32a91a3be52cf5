import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

/** Counts, for everybody to see; what is `hidden` is nobody's to see. */
export const tally = defineApplication({
  name: 'tally',
  players: { min: 1, max: 2 },
  spectators: true,
  grace: 200,
  frameInterval: 150,
  initialise: () => ({ count: 0, odd: [] as number[], hidden: 0 }),
  visibility: { hidden: 'server' },
  update: (action) => ({
    add: action(z.int(), (state, by) => {
      state.count += by
      if (state.count % 2 === 1) state.odd.push(state.count)
      return state.count
    }),
  }),
})
