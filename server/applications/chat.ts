import { z } from 'zod/mini'
import { defineApplication } from '../contract/define-application.ts'
import { isolated } from '../contract/isolated.ts'
import { plainText } from '../contract/plain-text.ts'

/** One line of the conversation. `id` is the room's version when it was said; `sender` is a user's id, null for the room itself. */
export interface ChatMessage {
  readonly id: number
  readonly sender: string | null
  /** What the sender is called by now. */
  name: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface ChatState {
  messages: ChatMessage[]
}

/** How many messages a room keeps at hand. */
const KEPT = 200

const text = z.string().check(z.overwrite(plainText), z.trim(), z.minLength(1), z.maxLength(2000))

export const chat = defineApplication({
  name: 'chat',
  title: 'Chat',
  // Whoever is alone leaves a message for later. A room that is to begin with more asks for more.
  players: { min: 1, max: 50 },
  quorumLoss: 'continue',
  initialise: ({ now }): ChatState => ({
    messages: [{ id: 0, sender: null, name: 'Room', text: 'chat has started', at: now }],
  }),
  presence: z.object({ typing: z.boolean() }),
  predict: ['say'],
  update: (action) => ({
    say: action(z.object({ text }), (state, { text }, { user, version, now }) => {
      state.messages.push({ id: version, sender: user.id, name: user.name, text, at: now })
      if (state.messages.length > KEPT) state.messages.shift()
      return { id: version }
    }),
  }),
  history: { say: true },
  members: {
    renamed: ({ messages }, { user }) => {
      for (const message of messages) if (message.sender === user.id) message.name = user.name
    },
  },
  preview: ({ messages }) => {
    const last = messages.at(-1)
    if (!last) return ''
    // A preview's first line is what is shown of it.
    const text = last.text.replace(/\s+/g, ' ')
    return last.sender === null ? text : `${isolated(last.name)}: ${isolated(text)}`
  },
})
