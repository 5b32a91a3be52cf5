import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import type { ServerOptions } from '../../server/host/server-options.ts'
import type { CarryOut, Effect } from '../../server/rooms/ports.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { counter } from '../support/counter.ts'
import { waitFor } from './support/wait-for.ts'

interface State {
  table: string[]
  deck: string[]
  hands: Record<string, string[]>
  rounds: number
  /** Since version 2 of the rules. */
  rules?: string
}

const card = z.object({ card: z.string().check(z.minLength(1)) })

/** An application that uses every part of the contract; `version` says which rules it has. */
function arcadeOf(version: number) {
  return defineApplication({
    name: 'arcade',
    title: 'Arcade',
    players: { min: 2, max: 4 },
    options: z.object({ rounds: z._default(z.int(), 3) }),
    refusals: { NO_CARD: 'You have no such card.', NONE_LEFT: 'The deck is empty.' },
    grace: 20_000,
    frameInterval: 5,
    quorumLoss: 'continue',
    spectators: true,
    limits: { state: 10_000, queue: 100, rate: 500, burst: 500 },
    presence: z.object({ looking: z.string() }),
    version,
    initialise: ({ members, options, random }): State => ({
      table: [`rolled ${random() < 1}`],
      deck: Array.from({ length: 9 }, (_, n) => `secret-${n}`),
      hands: Object.fromEntries(members.map(({ id }) => [id, [`dealt-to-${id}`]])),
      rounds: options.rounds,
    }),
    visibility: { deck: 'server', hands: 'owner' },
    alarms: {
      turnEnds: (state) => void state.table.push('turn ended'),
    },
    members: {
      joined: (state, { user }) => {
        state.hands[user.id] = [`dealt-to-${user.id}`]
        state.table.push(`joined ${user.id}`)
      },
      left: (state, { user }) => {
        delete state.hands[user.id]
        state.table.push(`left ${user.id}`)
      },
    },
    predict: ['say'],
    update: (action) => ({
      say: action(z.object({ text: z.string() }), (state, { text }) => void state.table.push(text)),
      draw: action(z.object({}), (state, _payload, { user, refuse }) => {
        const drawn = state.deck.shift()
        if (!drawn) throw refuse('NONE_LEFT')
        state.hands[user.id] = [...(state.hands[user.id] ?? []), `${drawn}-of-${user.id}`]
        return { left: state.deck.length }
      }),
      play: action(card, (state, { card: played }, { user, refuse, version: at }) => {
        const hand = state.hands[user.id] ?? []
        if (!hand.includes(played)) throw refuse('NO_CARD', `You have no ${played}.`)
        hand.splice(hand.indexOf(played), 1)
        state.table.push(`${user.id} played ${played}`)
        return { at }
      }),
      startTurn: action(z.object({ in: z.int() }), (_state, { in: delay }, { alarms, effect, user }) => {
        alarms.set('turnEnds', { in: delay })
        effect('mail', { to: user.id })
      }),
      finish: action(z.object({}), (state, _payload, { close, user }) => {
        state.table.push(`finished by ${user.id}`)
        close()
      }),
    }),
    history: {
      say: true,
      play: ({ payload, user }, viewer) => (viewer.id === '' ? null : { what: `${user.id}: ${payload.card}` }),
    },
    preview: ({ table }) => table.at(-1) ?? '',
    migrate: (old, from) => ({ ...(old as State), rules: `from ${from} to ${version}` }),
  })
}
const arcade = arcadeOf(1)
type Arcade = typeof arcade

describe('the whole contract over real sockets', function () {
  this.timeout(20_000)

  let folder: string
  const stops: (() => unknown)[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soc-draw-contract-'))
  })

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
    await rm(folder, { recursive: true })
  })

  async function start(options: Partial<ServerOptions & { port: number }>, rules = arcade): Promise<SocDrawServer> {
    const rooms = [{ id: 'R:1', name: 'One', application: 'arcade', options: { rounds: 2 }, players: { max: 3 } }]
    const server = await startTestServer(rules, { rooms, ...options })
    stops.push(() => server.stop())
    return server
  }

  /** Somebody in the lobby, who shows what they do at once where they have the rules. */
  async function come(url: string, user: string, rules?: Arcade): Promise<Lobby<Arcade>> {
    const socket = { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 100 }
    const lobby = await connect<Arcade>(url, 'arcade', { token: tokenOf(user), socket, ...(rules && { rules }) })
    stops.push(() => lobby.close())
    return lobby
  }

  it('[P3] [P6] [P7] is played by bots, goes on after a restart with newer rules, and ends', async () => {
    const tried: Effect[] = []
    const refuse: CarryOut = async (effect) => {
      tried.push(effect)
      throw new Error('no post today')
    }
    const server = await start({ data: folder, effects: { mail: refuse } })
    const { port } = new URL(server.url)
    const [ann, bob, zoe] = [
      await come(server.url, 'ann', arcade),
      await come(server.url, 'bob'),
      await come(server.url, 'zoe'),
    ]
    const watched = await zoe.enter('R:1', { spectate: true })
    expect(watched.status).to.equal('waiting')
    const [anns, bobs] = [await ann.enter('R:1'), await bob.enter('R:1')]
    await until(anns, ({ status }) => status === 'running')
    await until(watched, ({ state }) => state !== undefined)
    expect([anns.state?.rounds, anns.state?.hands, watched.state?.hands]).to.deep.equal([2, ['dealt-to-ann'], null])
    await until(ann, ({ rooms }) => rooms[0]?.status === 'running')
    expect(ann.rooms[0]).to.include({ min: 2, max: 3, spectators: true, status: 'running' })

    const said = anns.act.say({ text: 'hello' })
    expect(anns.state?.table.at(-1), 'predicted').to.equal('hello')
    await said
    expect(await bobs.act.draw({})).to.deep.equal({ left: 8 })
    const { at } = await bobs.act.play({ card: 'secret-0-of-bob' })
    expect(at).to.be.at.most(bobs.version)
    const refused = await anns.act.play({ card: 'x' }).catch((error: unknown) => error)
    expect(refused).to.include({ code: 'NO_CARD', message: 'You have no x.', retryable: false })
    expect(await watched.act.say({ text: 'me too' }).catch((error: unknown) => error)).to.include({
      code: 'SPECTATING',
    })
    anns.present({ looking: 'up' })
    await until(watched, ({ presence }) => presence.get('ann')?.looking === 'up')
    await server.room<Arcade>('R:1').act.say({ text: 'from the host' })
    await anns.act.startTurn({ in: 400 })
    const { actions } = await watched.history()
    expect(actions.map(({ name, user }) => `${name} ${user.id}`)).to.deep.equal(['say $system', 'say ann'])
    expect((await bobs.history({ limit: 2 })).actions[1]?.payload).to.deep.equal({ what: 'bob: secret-0-of-bob' })
    expect(tried).to.have.length(1)
    await server.stop()

    const carried: Effect[] = []
    const mail: CarryOut = async (effect) => void carried.push(effect)
    const again = await start({ data: folder, port: Number(port), effects: { mail } }, arcadeOf(2))
    const ended = ({ state }: { state: Pick<State, 'table'> | undefined }) => state?.table.at(-1) === 'turn ended'
    for (const room of [bobs, watched]) await until(room, ended, 'the turn ended after the restart')
    await until(anns, ({ error }) => error?.code === 'CLIENT_OUTDATED', 'who was built with older rules is told')
    const annsNew = await (await come(again.url, 'ann', arcadeOf(2))).enter('R:1')
    expect([bobs.state?.hands, watched.state?.hands]).to.deep.equal([['dealt-to-bob'], null])
    expect(annsNew.state).to.include({ rules: 'from 1 to 2', rounds: 2 })
    expect(carried).to.deep.equal(tried)
    await until(zoe, ({ rooms }) => rooms[0]?.preview === 'turn ended')

    const seated = await zoe.enter('R:1')
    await until(bobs, ({ state }) => state?.table.at(-1) === 'joined zoe')
    expect(seated.state?.hands).to.deep.equal(['dealt-to-zoe'])
    const full = await (await come(again.url, 'dan')).enter('R:1').catch((error: unknown) => error)
    expect(full).to.include({ code: 'ROOM_FULL' })
    await bobs.leave()
    await annsNew.leave()
    await seated.act.finish({})
    await until(zoe, ({ rooms }) => rooms[0]?.status === 'closed')
    expect(await seated.act.say({ text: 'late' }).catch((error: unknown) => error)).to.include({ code: 'ROOM_CLOSED' })
    await until(zoe, ({ rooms }) => rooms[0]?.preview === 'finished by zoe')
    await again.stop()

    const last = await start({ data: folder }, arcadeOf(2))
    const eve = await come(last.url, 'eve')
    expect(eve.rooms[0]).to.include({ status: 'closed', preview: 'finished by zoe', max: 3 })
    const seen = await eve.enter('R:1', { spectate: true })
    expect(seen.state?.table.slice(-3)).to.deep.equal(['left bob', 'left ann', 'finished by zoe'])
    expect(JSON.stringify(seen.state)).not.to.match(/dealt|secret-[1-9]/)
  })

  it('lets the host act, and tells it why not', async () => {
    const server = await start({})
    const room = server.room<Arcade>('R:1')
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'done',
        (error: { code: string }) => error.code,
      )
    expect(await code(server.room<Arcade>('R:9').act.say({ text: '' }))).to.equal('ROOM_NOT_FOUND')
    expect(await code(room.act.say({ text: 'early' }))).to.equal('ROOM_WAITING')
    const bots = new Bots<Arcade>(server, 'arcade')
    stops.push(() => bots.close())
    const [ann] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')
    expect(await code(room.act.say({ text: 'in time' }))).to.equal('done')
    expect(await code(room.act.play({ card: 'x' }))).to.equal('NO_CARD')
    expect(await code(room.act.play({ card: '' }))).to.equal('INVALID_PAYLOAD')
    // What another application has, this one has not.
    expect(await code(server.room<typeof counter>('R:1').act.add({ by: 1 }))).to.equal('UNKNOWN_ACTION')
    expect(await room.act.draw({})).to.deep.equal({ left: 8 })
    expect(ann?.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    await room.act.finish({})
    expect(await code(room.act.say({ text: 'late' }))).to.equal('ROOM_CLOSED')
    await server.stop()
    expect(await code(room.act.say({ text: 'later' }))).to.equal('STOPPING')
  })

  it('[P10] lets the host say who may enter, watch and act, and hides the rest', async () => {
    const rights: Readonly<Record<string, readonly string[]>> = {
      ann: ['enter', 'act'],
      bob: ['enter'],
      zoe: ['spectate'],
      eve: [],
    }
    const server = await start({ authorize: ({ user, operation }) => rights[user.id]?.includes(operation) ?? false })
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'done',
        (error: { code: string }) => error.code,
      )
    const lobbies: Record<string, Lobby<Arcade>> = {}
    for (const user of Object.keys(rights)) lobbies[user] = await come(server.url, user)
    const { ann, bob, zoe, eve } = lobbies as { [Name in 'ann' | 'bob' | 'zoe' | 'eve']: Lobby<Arcade> }
    expect([ann, bob, zoe, eve].map(({ rooms }) => rooms.length)).to.deep.equal([1, 1, 1, 0])
    expect(await code(eve.enter('R:1'))).to.equal('ROOM_NOT_FOUND')
    expect(await code(eve.enter('R:1', { spectate: true }))).to.equal('ROOM_NOT_FOUND')
    expect(await code(zoe.enter('R:1'))).to.equal('FORBIDDEN')
    const watching = await zoe.enter('R:1', { spectate: true })
    expect(watching.spectating).to.equal(true)
    expect(await code(bob.enter('R:1', { spectate: true }))).to.equal('FORBIDDEN')
    const [anns, bobs] = [await ann.enter('R:1'), await bob.enter('R:1')]
    await until(anns, ({ status }) => status === 'running')
    expect(await code(bobs.act.say({ text: 'may not' }))).to.equal('FORBIDDEN')
    expect(await code(anns.act.say({ text: 'may' }))).to.equal('done')
    await until(zoe, ({ rooms }) => rooms[0]?.members === 2)
    expect(eve.rooms).to.deep.equal([])
  })

  for (const [what, authorize] of [
    ['answers with a promise', (async () => false) as never as () => boolean],
    ['throws', () => expect.fail('by itself')],
  ] as const) {
    it(`[P10] an authorize that ${what} lets nobody in and ends no server`, async () => {
      const asked: string[] = []
      let wrong = false
      const server = await start({
        authorize: ({ user }) => {
          asked.push(user.id)
          return wrong && user.id !== 'ann' ? authorize() : true
        },
      })
      const bots = new Bots<Arcade>(server, 'arcade')
      stops.push(() => bots.close())
      const [ann] = await bots.enter('R:1', 'ann', 'bob')
      await until(ann!, ({ status }) => status === 'running')
      wrong = true
      const eve = await come(server.url, 'eve')
      const code = eve.enter('R:1').then(
        () => 'entered',
        (error: { code: string }) => error.code,
      )
      expect([await code, eve.rooms]).to.deep.equal(['ROOM_NOT_FOUND', []])
      asked.length = 0
      await ann?.leave()
      await waitFor(() => asked.includes('eve'))
      expect(eve.rooms, 'also when the list changes').to.deep.equal([])
    })
  }
})
