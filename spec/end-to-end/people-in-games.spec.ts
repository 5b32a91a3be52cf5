import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import type { Store } from '../../server/stores/store.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { account, administration, type Lobby, type Room } from '../../web/client/index.ts'
import { rejection } from '../support/rejection.ts'

const PASSWORD = 'a good password'
const DELETED = 'deleted user'
/** Well below the grace for which a seat is kept. */
const AT_ONCE = 5000

type Chat = typeof chat

describe('accounts whose users are in a running game', () => {
  let store: Store
  let server: SocDrawServer
  let bots: Bots<Chat>

  beforeEach(async () => {
    store = createMemoryStore()
    await start(store)
  })

  afterEach(stop)

  async function start(data: Store): Promise<void> {
    const users = ['ann', 'bob', 'cid', 'root'].map((name) => ({
      ...{ id: `u:${name}`, username: name, name, password: PASSWORD },
      ...(name === 'root' && { roles: ['administrator'] as const }),
    }))
    const rooms = [{ id: 'R:1', name: 'First Room', application: 'chat' }]
    const quiet = { port: 0, logLevel: 'silent', signInLimit: 'none' } as const
    server = await createServer({ data, applications: [chat], rooms, users, ...quiet })
    bots = new Bots(server, 'chat')
  }

  async function stop(): Promise<void> {
    bots.close()
    await server.stop()
  }

  const tokenOf = (name: string): Promise<string> => signIn(server.url, name, PASSWORD)
  const enter = async (token: string): Promise<{ lobby: Lobby<Chat>; room: Room<Chat> }> => {
    const lobby = await bots.connect('', token)
    return { lobby, room: await lobby.enter('R:1') }
  }
  const codeOf = async (promise: Promise<unknown>): Promise<unknown> => (await rejection(promise)).code

  /** A game of three, in which Ann has two tabs and has said something. */
  async function game() {
    const token = await tokenOf('ann')
    const [one, two] = [await enter(token), await enter(token)]
    const [bob, cid] = [await enter(await tokenOf('bob')), await enter(await tokenOf('cid'))]
    await until(bob.room, ({ status, members }) => status === 'running' && members.length === 3)
    await until(one.room, ({ status }) => status === 'running')
    await one.room.act.say({ text: 'hello' })
    await until(bob.room, ({ state }) => state?.messages.at(-1)?.text === 'hello')
    return { token, one, two, bob: bob.room, cid: cid.room }
  }

  const membersOf = ({ members }: Room<Chat>) => members.map(({ id, name, connected }) => [id, name, connected])
  const saidBy = ({ state }: Room<Chat>) => state?.messages.find(({ text }) => text === 'hello')?.name
  const pastOf = async (room: Room<Chat>) => (await room.history()).actions.map(({ user }) => user.name)

  it('one who is called otherwise is so in all tabs, to all others, in what was said and in the past', async () => {
    const { token, one, two, bob } = await game()
    await account(server.url, { token }).change({ name: 'Ann B.' })
    for (const room of [one.room, two.room, bob]) {
      await until(room, (shown) => saidBy(shown) === 'Ann B.', 'what she said is told as hers')
      expect(membersOf(room)[0]).to.deep.equal(['u:ann', 'Ann B.', true])
      expect(await pastOf(room)).to.deep.equal(['Ann B.'])
    }
    await two.room.act.say({ text: 'it is me' })
    await until(bob, ({ state }) => state?.messages.at(-1)?.text === 'it is me')
    expect(bob.state?.messages.at(-1)).to.include({ sender: 'u:ann', name: 'Ann B.' })
    const again = await enter(await tokenOf('ann'))
    expect(again.lobby.user).to.include({ id: 'u:ann', name: 'Ann B.' })
  })

  it('[P10] [P12] one whose account is deleted is out in all tabs, leaves the seat at once, and what they said is nobody’s', async () => {
    const { token, one, two, bob, cid } = await game()
    await account(server.url, { token }).delete(PASSWORD)
    for (const { lobby } of [one, two]) await until(lobby, ({ error }) => error?.code === 'UNAUTHENTICATED')
    for (const room of [bob, cid]) {
      await until(room, (shown) => saidBy(shown) === DELETED, 'nobody’s by now', AT_ONCE)
      await until(room, ({ members }) => members.length === 2, 'the seat is free', AT_ONCE)
      expect(membersOf(room).map(([id]) => id)).to.deep.equal(['u:bob', 'u:cid'])
      expect(await pastOf(room)).to.deep.equal([DELETED])
      expect(room.status, 'two are enough').to.equal('running')
    }
    expect(await codeOf(one.room.act.say({ text: 'too late' }))).to.equal('UNAUTHENTICATED')
    expect(await codeOf(tokenOf('ann'))).to.equal('WRONG_CREDENTIALS')
    expect(JSON.stringify([bob.state, bob.members, await bob.history()])).not.to.contain('"ann"')
  })

  it('[P12] one who is disabled leaves the seat and keeps the name, and comes back with it', async () => {
    const { token, one, two, bob } = await game()
    const root = administration(server.url, { token: await tokenOf('root') })
    await root.disable('ann')
    for (const { lobby } of [one, two]) await until(lobby, ({ error }) => error?.code === 'UNAUTHENTICATED')
    await until(bob, ({ members }) => members.length === 2, 'the seat is free', AT_ONCE)
    expect([saidBy(bob), await pastOf(bob)]).to.deep.equal(['ann', ['ann']])
    expect(await codeOf(bots.connect('', token))).to.equal('UNAUTHENTICATED')
    await root.disable('ann', false)
    expect(await codeOf(bots.connect('', token)), 'the session has ended').to.equal('UNAUTHENTICATED')
    const { room } = await enter(await tokenOf('ann'))
    await until(bob, ({ members }) => members.length === 3)
    await room.act.say({ text: 'back' })
    await until(bob, ({ state }) => state?.messages.at(-1)?.text === 'back')
    expect(bob.state?.messages.at(-1)?.name).to.equal('ann')
  })

  it('what a server that ends has not told its rooms, the next one tells them: a new name, and that somebody is no more', async () => {
    await stop()
    const untold = store.accounts.untold.bind(store.accounts)
    // The accounts are changed, and the server ends before any room has heard of it.
    Object.assign(store.accounts, { untold: () => Promise.reject(new Error('it ends before')) })
    await start(store)
    const { token, bob } = await game()
    await account(server.url, { token: await tokenOf('bob') }).change({ name: 'Robert' })
    await bob.act.say({ text: 'as Robert' })
    await account(server.url, { token }).delete(PASSWORD)
    await until(bob, ({ members }) => members.length === 2)
    expect(saidBy(bob)).to.equal('ann')
    await stop()
    Object.assign(store.accounts, { untold })
    await start(store)
    const { room } = await enter(await tokenOf('cid'))
    await until(room, (shown) => saidBy(shown) === DELETED, 'told by the next server')
    expect(new Set(await pastOf(room))).to.deep.equal(new Set([DELETED, 'Robert']))
  })
})
