import type { StandardSchemaV1 } from '@standard-schema/spec'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { HostRoom } from '../../server/host/host-room.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'

/*
 * What the compiler knows of an application: `npm run types` is this spec's run. Every line below a `@ts-expect-error`
 * has to be an error, and everything else none. Nothing here is ever called but `defineApplication` for `cards`.
 */

/** A schema written by hand, as any library of the Standard Schema would make it: takes text, gives a number. */
const amount: StandardSchemaV1<string, number> = {
  '~standard': { version: 1, vendor: 'by-hand', validate: (value) => ({ value: Number(value) }) },
}

/** Gives out what JSON has no values for. */
const dated = z.object({
  at: z.pipe(
    z.iso.datetime(),
    z.transform((text) => new Date(text)),
  ),
  days: z._default(
    z.array(
      z.object({
        count: z.pipe(
          z.string(),
          z.transform((digits) => BigInt(digits)),
        ),
      }),
    ),
    [],
  ),
})

interface State {
  table: string[]
  deck: string[]
  hands: Record<string, string[]>
  turn: string | undefined
}

const players = { min: 2, max: 4 }

const cards = defineApplication({
  name: 'cards',
  players,
  refusals: { NOT_YOUR_TURN: 'Wait.', NO_CARD: 'None left.' },
  options: z.object({ rounds: z._default(z.int(), 3), words: z.optional(z.array(z.string())) }),
  presence: z.object({
    typing: z.boolean(),
    at: z.pipe(z.string(), z.transform(Number)),
    size: z._default(z.int(), 3),
  }),
  initialise: ({ options, members, random, alarms }): State => {
    const rounds: number = options.rounds
    alarms.set('turnEnds', { in: 1000 })
    // @ts-expect-error - no such alarm
    alarms.set('turnEnd', { in: 1000 })
    // @ts-expect-error - options are what the schema gives out: words may be missing
    const words: string[] = options.words
    // @ts-expect-error - a setting that the schema doesn't know
    const colours: unknown = options.colours
    return { table: words, deck: [`${colours}`], hands: {}, turn: members[Math.floor(random() * rounds)]?.id }
  },
  visibility: { deck: 'server', hands: 'owner' },
  alarms: {
    turnEnds: (state, { alarms, user, effect }) => {
      state.turn = user.id
      alarms.set('gameEnds', { in: 1000 })
      effect('mail', { to: user.id })
      // @ts-expect-error - no such alarm
      alarms.set('turnEnd', { in: 1000 })
    },
    gameEnds: (_state, context) => {
      context.close()
      // @ts-expect-error - an alarm has no sender who could be refused anything
      throw context.refuse('NO_CARD')
    },
  },
  members: {
    joined: (state, { user, alarms }) => {
      state.hands[user.id] = []
      alarms.clear('turnEnds')
      // @ts-expect-error - no such alarm
      alarms.clear('ends')
    },
    left: (state, { user }) => {
      delete state.hands[user.id]
      // @ts-expect-error - no such key of the state
      state.seats = 1
    },
  },
  predict: ['play'],
  update: (action) => ({
    draw: action(z.object({ count: z._default(z.int(), 1) }), (state, { count }, { user, refuse, alarms, effect }) => {
      const exactly: number = count
      if (state.turn !== user.id) throw refuse('NOT_YOUR_TURN')
      if (state.deck.length < exactly) throw refuse('NO_CARD', 'Nothing is left.')
      alarms.set('turnEnds', { in: 1000 })
      effect('mail', { to: user.id })
      // @ts-expect-error - no such refusal
      refuse('NO_CARDS')
      // @ts-expect-error - no such alarm
      alarms.set('ends', { in: 1000 })
      // @ts-expect-error - when it rings has to be said
      alarms.set('turnEnds')
      // @ts-expect-error - no such key of the state
      state.tabel = []
      // @ts-expect-error - not what the key holds
      state.table = 'empty'
      return { left: state.deck.length }
    }),
    play: action(z.object({ card: z.string() }), (state, { card }) => void state.table.push(card)),
    bet: action(amount, (_state, by) => by + 1),
    ring: action(z.void(), () => undefined),
    tune: action(z.optional(z.object({ pitch: z.number() })), (_state, given) => given?.pitch),
    date: action(dated, (_state, { at }): { told?: string | undefined } => ({ told: at.toISOString() })),
    shuffle: action(
      z.object({ times: z.int() }),
      { role: 'moderator' },
      (state, { times }, { role, members, refuse }) => {
        const exactly: number = times
        if (role === 'member' || members.every((member) => member.role === undefined)) throw refuse('NO_CARD')
        // @ts-expect-error - no such role
        if (role === 'king') return 0
        // @ts-expect-error - a member like any other has none
        if (members.some((member) => member.role === 'member')) return 0
        // @ts-expect-error - no such key of the state
        state.tabel = []
        return exactly
      },
    ),
    // @ts-expect-error - async: a handler must not be
    waitLonger: action(z.object({}), { role: 'owner' }, async (state) => void state.table.push('later')),
    // @ts-expect-error - async: a handler must not be
    wait: action(z.object({}), async (state) => void state.table.push('later')),
    // @ts-expect-error - the schema gives a number
    raise: action(amount, (_state, by: string) => by),
  }),
  history: {
    play: true,
    ring: true,
    date: true,
    draw: ({ payload, user, version }, viewer) =>
      viewer.id === user.id ? { count: payload.count.toFixed(0), version } : null,
  },
  preview: (state) => {
    // @ts-expect-error - the server's alone: not everybody may see it
    state.deck
    // @ts-expect-error - somebody's own: not everybody may see it
    state.hands
    return state.table.join()
  },
  version: 2,
  migrate: (old, from) => ({ ...(old as State), turn: `${from}` }),
})

export async function asClient(lobby: Lobby<typeof cards>): Promise<void> {
  const room: Room<typeof cards> = await lobby.enter('R:1')
  const { left } = await room.act.draw({})
  const exactly: number = left
  const bet: number = await room.act.bet('5')
  room.present({ typing: exactly > bet, at: '5' })
  // @ts-expect-error - what the schema gives out is not what it takes
  room.present({ typing: true, at: 5, size: 3 })
  const size: number | undefined = room.presence.get('ann')?.size
  await room.act.ring()
  await room.act.tune()
  await room.act.tune({ pitch: 2 })
  const told: string | undefined = (await room.act.date({ at: '2026-11-28T00:00:00Z' })).told
  const times: number = await room.act.shuffle({ times: room.role === 'owner' ? 2 : 1 })
  // @ts-expect-error - not what the action's schema takes
  await room.act.shuffle({ times: `${times}` })
  // @ts-expect-error - not what the action's schema takes
  await room.act.draw({ count: '2' })
  // @ts-expect-error - the hand-written schema takes text
  await room.act.bet(5)
  // @ts-expect-error - the payload is missing
  await room.act.play()
  // @ts-expect-error - no such action
  await room.act.discard({})
  // @ts-expect-error - not what the handler returns
  const wrong: string = await room.act.bet('5')
  // @ts-expect-error - not what members present
  room.present({ typing: wrong, at: '5' })
  const table: readonly string[] | undefined = room.state?.table
  const own: readonly string[] | null | undefined = room.state?.hands
  // @ts-expect-error - the server's alone never reaches a client
  room.state?.deck
  // @ts-expect-error - of an owner's record one gets one's own entry, not others'
  room.state?.hands?.ann
  const { actions } = await room.history()
  for (const past of actions) {
    if (past.name === 'play') past.payload.card.at(0)
    else if (past.name === 'date') {
      past.payload.at.slice(0, 10)
      past.payload.days[0]?.count.slice(0, 10)
      // @ts-expect-error - as JSON a date is text
      past.payload.at.getTime()
      // @ts-expect-error - as JSON a bigint is text
      past.payload.days[0]?.count + 1n
    } else if (past.name === 'ring') void past.payload
    // What the application's function makes of it, not what was sent.
    else past.payload.count.at(0)
    // @ts-expect-error - not kept
    if (past.name === 'bet') past.payload
  }
  return void [table, own, size, told]
}

export async function asHost(room: HostRoom<typeof cards>): Promise<void> {
  const { left } = await room.act.draw({ count: 2 })
  await room.setRole('ann', 'moderator')
  // @ts-expect-error - no such role
  await room.setRole('ann', 'king')
  // @ts-expect-error - no such action
  await room.act.discard({ left })
}

const state = { initialise: () => ({ open: 0, secret: 'word' }) }
const update = { update: () => ({}) }
const base = { name: 'wrong', players }

export const wrong = [
  () =>
    defineApplication({
      ...base,
      ...state,
      update: (action) => ({ play: action(z.object({}), () => undefined) }),
      // @ts-expect-error - no such action to keep
      history: { play: true, discard: true },
    }),
  () =>
    defineApplication({
      ...base,
      ...state,
      update: (action) => ({
        // @ts-expect-error - no such role
        rule: action(z.object({}), { role: 'king' }, () => undefined),
        cheer: action(
          z.object({}),
          { spectators: true },
          (_state, _payload, { spectating }) => spectating satisfies boolean,
        ),
        // @ts-expect-error - who only watches has no role
        both: action(z.object({}), { role: 'owner', spectators: true }, () => undefined),
        // @ts-expect-error - no such demand
        own: action(z.object({}), { rights: 'owner' }, () => undefined),
      }),
    }),
  // @ts-expect-error - no such key of the state
  () => defineApplication({ ...base, ...state, visibility: { secrets: 'server' }, ...update }),
  // @ts-expect-error - no such visibility
  () => defineApplication({ ...base, ...state, visibility: { secret: 'nobody' }, ...update }),
  // @ts-expect-error - no such action to predict
  () => defineApplication({ ...base, ...state, ...update, predict: ['say'] }),
  // @ts-expect-error - no such policy
  () => defineApplication({ ...base, ...state, ...update, quorumLoss: 'stop' }),
  // @ts-expect-error - no such limit
  () => defineApplication({ ...base, ...state, ...update, limits: { members: 5 } }),
  // @ts-expect-error - no such rule
  () => defineApplication({ ...base, ...state, ...update, members: { join: () => undefined } }),
  // @ts-expect-error - a preview is a text
  () => defineApplication({ ...base, ...state, ...update, preview: ({ open }) => open }),
  // @ts-expect-error - migrate makes today's state
  () => defineApplication({ ...base, ...state, ...update, migrate: () => ({ open: 0 }) }),
  // @ts-expect-error - a room needs bounds
  () => defineApplication({ name: 'wrong', ...state, ...update }),
]
