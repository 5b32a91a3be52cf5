import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

/** Stands in what only the server may know. */
export const SECRET = 'SECRET'

/** Stands in what only one user may know. */
export const privateMark = (userId: string): string => `private:${userId}:`

export interface CheckedState {
  total: number
  last: { id: string; version: number } | null
  /** The ids of the actions that took effect, by who made them. */
  applied: Record<string, string[]>
  recent: string[]
  notes: Record<string, { own: string[] }>
  vault: { secret: string; looks: number }
}

const NOTES = 6
const presence = z.object({ shows: z.string() })
const payload = z.object({ id: z.string(), author: z.string().check(z.maxLength(20)) })

function mark(state: CheckedState, { id, author }: z.infer<typeof payload>, version: number): { id: string } {
  state.total++
  state.last = { id, version }
  state.applied[author] ??= []
  state.applied[author].push(id)
  state.recent.push(id)
  if (state.recent.length > 8) state.recent.shift()
  return { id }
}

function keepNote(state: CheckedState, userId: string, text: string): void {
  // What goes in stays the handler's own object until it returns.
  const notes = (state.notes[userId] ??= { own: [] })
  notes.own.push(`${privateMark(userId)}${text}`)
  if (notes.own.length > NOTES) notes.own.splice(0, 2)
}

/** An application made for checking: every action leaves its id, whoever made it, in the state. */
export function checkedApplication(players: { readonly min: number; readonly max: number }) {
  return defineApplication({
    name: 'checked',
    players,
    spectators: true,
    refusals: { NO: 'No.' },
    initialise: (): CheckedState => ({
      total: 0,
      last: null,
      applied: {},
      recent: [],
      notes: {},
      vault: { secret: SECRET, looks: 0 },
    }),
    visibility: { vault: 'server', notes: 'owner' },
    presence,
    predict: ['add', 'note', 'refused', 'broken', 'look', 'moderate', 'call'],
    update: (action) => ({
      add: action(payload, (state, given, { version }) => mark(state, given, version)),
      /** Leaves something that only its author may see, and something for another member alone. */
      note: action(payload, (state, given, { user, members, version }) => {
        keepNote(state, user.id, given.id)
        const other = members[version % members.length]
        if (other && version % 3 === 0) keepNote(state, other.id, `from ${given.author}`)
        return mark(state, given, version)
      }),
      /** Takes private parts away, one or all, and moves what is there. */
      tidy: action(payload, (state, given, { user, version }) => {
        if (version % 3 === 0) state.notes = Object.fromEntries(Object.entries(state.notes).reverse())
        else if (version % 3 === 1) delete state.notes[user.id]
        else state.recent.sort().reverse()
        return mark(state, given, version)
      }),
      /** Changes what only the server may see. */
      look: action(payload, (state, given, { version }) => {
        state.vault.secret = `${SECRET} ${++state.vault.looks}`
        return mark(state, given, version)
      }),
      /** Is for those alone who see to the room. */
      moderate: action(payload, { role: 'moderator' }, (state, given, { role, version }) => {
        if (role === 'member') throw new Error('a member moderates')
        return mark(state, given, version)
      }),
      /** Is taken from who only watches too. */
      call: action(payload, { spectators: true }, (state, given, { version }) => mark(state, given, version)),
      refused: action(payload, (state, given, { user, version, refuse }) => {
        mark(state, given, version)
        keepNote(state, user.id, given.id)
        throw refuse('NO')
      }),
      broken: action(payload, (state, given, { version }): { id: string } => {
        mark(state, given, version)
        state.recent.length = 0
        throw new Error(`${SECRET}: a handler that fails`)
      }),
    }),
  })
}

export type CheckedApplication = ReturnType<typeof checkedApplication>
export type ActionName = 'add' | 'note' | 'tidy' | 'look' | 'moderate' | 'call' | 'refused' | 'broken'
