import { z } from 'zod/mini'
import type { AnyApplication } from '../../server/contract/application.ts'
import { defineApplication } from '../../server/contract/define-application.ts'
import { SYSTEM_USER } from '../../server/rooms/system-user.ts'
import { type Core, enter, startCore, type Tab } from './core.ts'

export interface ClockworkState {
  /** What happened, in order: `bell`, `joined cid`, … */
  happened: string[]
  /** When the last of it happened, in milliseconds since 1970. */
  at: number
  deck: string[]
  hands: Record<string, string>
}

/** An application for specs that does by itself whatever there is to do: alarms, effects, comings and goings, its end. */
export const clockwork = defineApplication({
  name: 'clockwork',
  players: { min: 2, max: 4 },
  spectators: true,
  refusals: { NO: 'No.' },
  initialise: ({ members, now }): ClockworkState => ({
    happened: [],
    at: now,
    deck: ['top-secret'],
    hands: Object.fromEntries(members.map(({ id }) => [id, `hand-of-${id}`])),
  }),
  visibility: { deck: 'server', hands: 'owner' },
  alarms: {
    bell: (state, { now, user }) => {
      state.happened.push(user.id === SYSTEM_USER.id ? 'bell' : `bell by ${user.id}`)
      state.at = now
    },
    gong: (state) => void state.happened.push('gong'),
    loop: (state, { alarms }) => {
      state.happened.push('loop')
      alarms.set('loop', { in: 0 })
    },
    faulty: (state, { alarms, effect, close }) => {
      state.happened.push('faulty')
      alarms.set('gong', { in: 1 })
      effect('mail', 'never')
      close()
      throw new Error('an author’s mistake')
    },
    end: (_state, { close }) => close(),
  },
  members: {
    joined: (state, { user, members, close }) => {
      state.happened.push(`joined ${user.id} of ${members.map(({ id }) => id)}`)
      state.hands[user.id] = `hand-of-${user.id}`
      if (user.id === 'faulty') throw new Error('an author’s mistake')
      if (user.id === 'closer') close()
    },
    left: (state, { user, members, close }) => {
      state.happened.push(`left ${user.id} of ${members.map(({ id }) => id)}`)
      delete state.hands[user.id]
      if (user.id === 'faulty') throw new Error('an author’s mistake')
      if (user.id === 'leaver') close()
    },
  },
  preview: ({ happened }) => happened.at(-1) ?? 'nothing yet',
  history: { note: true },
  update: (action) => ({
    note: action(z.object({ text: z.string() }), (state, { text }) => void state.happened.push(text)),
    set: action(z.object({ name: alarmName(), in: z.number() }), (_state, { name, in: delay }, { alarms }) =>
      alarms.set(name, { in: delay }),
    ),
    clear: action(z.object({ name: alarmName() }), (_state, { name }, { alarms }) => alarms.clear(name)),
    ask: action(z.object({ names: z.array(z.string()) }), (state, { names }, { effect }) => {
      for (const name of names) effect(name, { count: state.happened.length })
    }),
    askInVain: action(z.object({}), (_state, _payload, { effect, refuse }) => {
      effect('mail', 'never')
      throw refuse('NO')
    }),
    end: action(z.object({}), (state, _payload, { close }) => {
      state.happened.push('end')
      close()
    }),
    roll: action(z.object({ times: z.int() }), (_state, { times }, { random }) =>
      Array.from({ length: times }, () => random()),
    ),
  }),
})

function alarmName() {
  return z.enum(['bell', 'gong', 'loop', 'faulty', 'end'])
}

/** A core whose room has two members and has started, as everybody has been told. */
export async function running(
  application: AnyApplication = clockwork,
  options: Parameters<typeof startCore>[2] = {},
): Promise<{ core: Core; ann: Tab; bob: Tab }> {
  const core = startCore(application, undefined, options)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  await core.clock.pass(200)
  return { core, ann, bob }
}

/** A server that starts where another one ended, on what its log holds, and looks for what it has to do. */
export async function restart(
  { clock, log }: Core,
  application: AnyApplication = clockwork,
  options: Parameters<typeof startCore>[2] = {},
): Promise<Core> {
  const core = startCore(application, undefined, { clock, log, ...options })
  core.registry.sweep()
  await clock.settle()
  return core
}

/** A room as somebody sees it who only watches, and goes again. Takes 20 ms. */
export async function look(core: Core, roomId = 'R:1') {
  const watcher = core.connect('watcher', `watcher/${core.clock.now()}`)
  const { snapshot, version } = await enter(core, watcher, roomId, { spectate: true })
  watcher.disconnect()
  const state = snapshot.state as unknown as ClockworkState | undefined
  return { version, room: snapshot.room, happened: state?.happened ?? [], at: state?.at }
}

/** The commits that a core has given its log since it started, those that were lost too: `action set`, `alarm bell`, `join`. */
export const commits = ({ log, batchesBefore }: Core): string[] =>
  log.batches
    .slice(batchesBefore)
    .flatMap((batch) => batch.flatMap(({ entries }) => entries))
    .flatMap(({ commit }) => (commit ? [[commit.kind, commit.name].filter(Boolean).join(' ')] : []))
