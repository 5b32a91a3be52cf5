import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

export interface LedgerState {
  /** The ids of all actions that took effect, in their order. */
  ids: string[]
  /** What each member alone may see: their last id. */
  own: Record<string, string>
}

/** Remembers every action, so that what was lost, doubled or moved shows. */
export const ledger = defineApplication({
  name: 'ledger',
  players: { min: 1, max: 50 },
  refusals: { ODD: 'Not this one.' },
  initialise: (): LedgerState => ({ ids: [], own: {} }),
  visibility: { own: 'owner' },
  update: (action) => ({
    add: action(z.object({ id: z.string() }), (state, { id }, { user, version }) => {
      state.ids.push(id)
      state.own[user.id] = id
      return { version, length: state.ids.length }
    }),
    refuse: action(z.object({ id: z.string() }), (state, { id }, { refuse }): void => {
      state.ids.push(id)
      throw refuse('ODD')
    }),
  }),
  history: { add: true },
})
