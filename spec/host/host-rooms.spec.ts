import { expect } from 'chai'
import Fastify from 'fastify'
import { z } from 'zod/mini'
import { chat } from '../../server/applications/chat.ts'
import { defineApplication } from '../../server/contract/define-application.ts'
import { mountRooms, type SocDrawServer } from '../../server/host/server.ts'
import type { MountOptions } from '../../server/host/server-options.ts'
import type { RoomRecord } from '../../server/rooms/ports.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import type { Store } from '../../server/stores/store.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { rejection } from '../support/rejection.ts'

/** Goes on by itself, whoever is there, and says what it began with. */
const quiz = defineApplication({
  name: 'quiz',
  players: { min: 1, max: 4 },
  quorumLoss: 'continue',
  grace: 0,
  options: z._default(z.object({ rounds: z._default(z.int(), 3) }), { rounds: 3 }),
  initialise: ({ options, alarms }) => {
    alarms.set('tick', { in: 100 })
    return { rounds: options.rounds, ticks: 0, left: [] as string[] }
  },
  alarms: {
    tick: (state, { alarms }) => {
      state.ticks++
      alarms.set('tick', { in: 100 })
    },
  },
  members: { left: (state, { user }) => void state.left.push(user.id) },
  history: { answer: true },
  update: (action) => ({ answer: action(z.object({ text: z.string() }), () => undefined) }),
})

const one: RoomRecord = { id: 'R:1', name: 'One', application: 'quiz' }
const two: RoomRecord = { id: 'R:2', name: 'Two', application: 'quiz' }

describe('the host’s rooms', function () {
  this.timeout(20_000)

  let store: Store
  let server: SocDrawServer | undefined
  let bots: Bots<typeof quiz>

  beforeEach(() => {
    store = createMemoryStore()
  })

  afterEach(async () => {
    bots?.close()
    await server?.stop()
    server = undefined
  })

  /** The server is started anew with other code, on the data that is there. */
  async function startWith(rooms: readonly RoomRecord[]): Promise<SocDrawServer> {
    bots?.close()
    await server?.stop()
    server = undefined
    server = await startTestServer(quiz, { data: store, rooms })
    bots = new Bots(server, 'quiz')
    return server
  }

  const listed = async (user: string) =>
    (await bots.connect(user)).rooms.map(({ id, name, max }) => ({ id, name, max }))
  const failure = (rooms: readonly RoomRecord[]) => startWith(rooms).then(() => 'started', String)

  it('[P10] are what the code says at every start: name, who may enter, how many', async () => {
    await startWith([one, two])
    await bots.enter('R:1', 'ann')
    await startWith([{ ...one, name: 'Renamed', users: ['ann'], players: { max: 2 } }, two])
    expect(await listed('ann')).to.deep.equal([
      { id: 'R:1', name: 'Renamed', max: 2 },
      { id: 'R:2', name: 'Two', max: 4 },
    ])
    expect(await listed('eve')).to.deep.equal([{ id: 'R:2', name: 'Two', max: 4 }])
    expect(await rejection((await bots.connect('eve')).enter('R:1'))).to.include({ code: 'ROOM_NOT_FOUND' })
    await startWith([one, two])
    expect((await listed('eve'))[0]).to.deep.equal({ id: 'R:1', name: 'One', max: 4 })
  })

  it('change their options until they begin; from then on others are refused in words, and nothing is changed', async () => {
    await startWith([one, two])
    await startWith([{ ...one, options: { rounds: 5 } }, two])
    const [room] = await bots.enter('R:1', 'ann')
    expect(room?.state?.rounds).to.equal(5)
    const refused = await failure([
      { ...one, options: { rounds: 7 } },
      { ...two, name: 'Never' },
    ])
    expect(refused).to.include('room R:1: its options can’t change any more').and.include('{"rounds":5}')
    await startWith([one, two].map((room) => ({ ...room, options: { rounds: 5 } })))
    expect((await listed('ann')).map(({ name }) => name)).to.deep.equal(['One', 'Two'])
  })

  it('may say the same options in other words after their beginning', async () => {
    await startWith([one])
    await bots.enter('R:1', 'ann')
    await startWith([{ ...one, options: { rounds: 3 } }])
    await startWith([{ ...one, options: {} }])
    expect(await failure([{ ...one, options: { rounds: 4 } }])).to.include('needs another id')
  })

  it('[P10] that the code names no more are archived: out of the list, to be read by those who could enter, as they were', async () => {
    await startWith([{ ...one, users: ['ann', 'bob'] }, two])
    const [ann] = await bots.enter('R:1', 'ann', 'bob')
    await ann?.act.answer({ text: 'forty-two' })
    await startWith([two])
    const lobby = await bots.connect('ann')
    expect(lobby.rooms.map(({ id }) => id)).to.deep.equal(['R:2'])
    const room = await lobby.enter('R:1')
    const { ticks, left } = room.state ?? {}
    expect([room.status, room.name, left]).to.deep.equal(['running', 'One', []])
    expect(room.members.map(({ id, connected }) => [id, connected])).to.deep.equal([
      ['ann', false],
      ['bob', false],
    ])
    await until(lobby, ({ rooms }) => rooms.find(({ id }) => id === 'R:1')?.archived === true)
    expect(await rejection(room.act.answer({ text: 'late' }))).to.include({ code: 'ROOM_ARCHIVED' })
    const host = server?.room<typeof quiz>('R:1')
    expect(await rejection(host!.act.answer({ text: 'late' }))).to.include({ code: 'ROOM_ARCHIVED' })
    expect((await room.history()).actions.map(({ payload }) => payload.text)).to.deep.equal(['forty-two'])
    expect(await rejection((await bots.connect('eve')).enter('R:1'))).to.include({ code: 'ROOM_NOT_FOUND' })
    await server?.recheck()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([room.state?.ticks, room.state?.left], 'nothing goes on in it').to.deep.equal([ticks, []])
    await room.leave()
    await until(lobby, ({ rooms }) => rooms.map(({ id }) => id).join() === 'R:2')
  })

  it('keep their members in the archive, whoever of them reads there and goes', async () => {
    await startWith([one])
    await bots.enter('R:1', 'ann', 'bob')
    await startWith([])
    const [ann, bob] = [await bots.connect('ann'), await bots.connect('bob')]
    await ann?.enter('R:1')
    ann?.close()
    const room = await bob.enter('R:1')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await room.leave()
    await bob.enter('R:1').then((again) => again.leave())
    const { members, state } = (await server?.room<typeof quiz>('R:1').read()) ?? {}
    expect([members?.map(({ id }) => id), state?.left]).to.deep.equal([['ann', 'bob'], []])
  })

  it('are back with all they had when the code names them again', async () => {
    await startWith([one, two])
    const [room] = await bots.enter('R:1', 'ann')
    await room?.act.answer({ text: 'forty-two' })
    await startWith([])
    expect(await listed('ann')).to.deep.equal([])
    await startWith([two, { ...one, name: 'Again' }])
    expect((await listed('ann')).map(({ name }) => name)).to.deep.equal(['Again', 'Two'])
    const [again] = await bots.enter('R:1', 'ann')
    expect((await again?.history())?.actions).to.have.length(1)
    await again?.act.answer({ text: 'and on' })
  })

  it('are refused in words where the code contradicts itself, or what is there', async () => {
    expect(await failure([one, { ...two, id: 'R:1' }])).to.include('two rooms have the id R:1')
    await startWith([one])
    await store.rooms.ensure([two], 'people')
    expect(await failure([one, two])).to.include('there is a room R:2 already, made by people')
    await startWith([one])
    expect(await store.rooms.find('R:2'), 'no room of people is the code’s').to.include({ archived: false })
    const other = { applications: [quiz, chat], rooms: [{ ...one, application: 'chat' }], data: store }
    expect(await startTestServer(chat, other).then(() => 'started', String)).to.include('already, of quiz')
  })
})

describe('what a start says', () => {
  async function said(options: Partial<MountOptions>): Promise<string[]> {
    const lines: string[] = []
    const write = (line: string) => void lines.push(line)
    const app = Fastify({ logger: { level: 'info', stream: { write } } })
    await mountRooms(app, { applications: [chat], data: 'memory', ...options })
    await app.close()
    return lines
      .map((line) => JSON.parse(line) as { level: number; msg: string })
      .map(({ level, msg }) => `${level} ${msg}`)
  }

  const room: RoomRecord = { id: 'R:1', name: 'One', application: 'chat' }
  const user = { id: 'ann', username: 'ann', password: 'long-enough' }

  it('names the rooms that it archived, changed and brought back', async () => {
    const data = createMemoryStore()
    expect(await said({ data, rooms: [room, { ...room, id: 'R:2' }] })).to.deep.equal([])
    const [archived, ...rest] = await said({ data, rooms: [{ ...room, name: 'Other' }] }).then((lines) =>
      lines.reverse(),
    )
    expect(archived).to.match(/^40 archived, .*: R:2\./)
    expect(rest).to.deep.equal(['30 room R:1 is now what the code says: name'])
    expect((await said({ data, rooms: [room, { ...room, id: 'R:2' }] })).join('\n')).to.include('names them again: R:2')
    const many = Array.from({ length: 30 }, (_, index) => ({ ...room, id: `M:${index}` }))
    await said({ data, rooms: many })
    expect((await said({ data })).join('\n')).to.include('M:9 and 20 more')
  })

  it('names users of rooms whom no account has', async () => {
    const rooms = [{ ...room, users: ['ann', 'bbo', 'cid'], owner: 'ann', moderators: ['dna'] }]
    const lines = await said({ rooms, users: [user] })
    expect(lines).to.deep.equal(['40 room R:1 names users whom no account has as its id: bbo, cid, dna'])
    expect(await said({ rooms, authenticate: async () => null }), 'whom a host knows, nobody else does').to.deep.equal(
      [],
    )
  })

  it('names what of an account is not as the code has it', async () => {
    const data = createMemoryStore()
    expect(await said({ data, users: [{ ...user, roles: ['administrator'] }] })).to.deep.equal([])
    const lines = await said({ data, users: [{ ...user, id: 'other', name: 'Ann', roles: [] }] })
    expect(lines.join()).to.include(
      'the account "ann" was there already, and keeps the id "ann", the name "ann", the roles',
    )
    expect((await said({ users: [user], authenticate: async () => null })).join()).to.include('users are not used')
  })
})
