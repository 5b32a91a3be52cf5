import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

/** An application that keeps every line that was ever written, for specs that count them. */
export const transcript = defineApplication({
  name: 'transcript',
  players: { min: 2, max: 50 },
  initialise: () => ({ lines: [] as string[] }),
  update: (action) => ({
    write: action(z.object({ line: z.string() }), (state, { line }) => {
      state.lines.push(line)
    }),
  }),
})
