import { z } from 'zod/mini'
import { defineApplication } from '../../../server/contract/define-application.ts'

interface TalkState {
  messages: { id: number; sender: string; text: string; at: number }[]
  cells: Record<string, string>
}

/** As the chat, with a table beside it that can be made large. */
export const talk = defineApplication({
  name: 'talk',
  players: { min: 1, max: 1000 },
  initialise: (): TalkState => ({ messages: [], cells: {} }),
  update: (action) => ({
    say: action(z.object({ text: z.string().check(z.maxLength(2000)) }), (state, { text }, { user, version, now }) => {
      state.messages.push({ id: version, sender: user.id, text, at: now })
      if (state.messages.length > 200) state.messages.shift()
      return { id: version }
    }),
    set: action(z.object({ key: z.string(), value: z.string() }), (state, { key, value }) => {
      state.cells[key] = value
    }),
  }),
  history: { say: true },
})

/** A line of 100 characters of JSON. */
export const line = (index: number): { text: string } => ({ text: `line ${index} `.padEnd(89, 'x') })
