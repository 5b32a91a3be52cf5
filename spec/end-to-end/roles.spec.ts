import { expect } from 'chai'
import type { NewUser } from '../../server/accounts/users.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import type { ServerOptions } from '../../server/host/server-options.ts'
import { signInAnswer } from '../../server/protocol/http-messages.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'
import { council } from '../support/council.ts'
import { rejection } from '../support/rejection.ts'

const password = 'a good password'
const users: NewUser[] = [
  ...['ann', 'bob'].map((username) => ({ id: username, username, password })),
  { id: 'root', username: 'administrator', password, roles: ['administrator'] },
]

type Council = Room<typeof council>
const rolesOf = ({ members }: Council): readonly string[] => members.map(({ id, role = 'member' }) => `${id} ${role}`)
const sees = (room: Council, ...roles: readonly string[]): Promise<void> =>
  until(room, (shown) => rolesOf(shown).join() === roles.join(), roles.join())

describe('roles, over real sockets', () => {
  let server: SocDrawServer | undefined
  let bots: Bots<typeof council>

  afterEach(async () => {
    bots?.close()
    await server?.stop()
    server = undefined
  })

  async function start(options: Parameters<typeof startTestServer>[1]): Promise<SocDrawServer> {
    bots?.close()
    await server?.stop()
    server = undefined
    server = await startTestServer(council, options)
    bots = new Bots(server, 'council')
    return server
  }

  it('with the built-in accounts an administrator is the owner of every room, whatever it says of them', async () => {
    const options: ServerOptions = {
      data: 'memory',
      applications: [council],
      users,
      port: 0,
      logLevel: 'silent',
      maxLag: Number.POSITIVE_INFINITY,
    }
    const rooms = [{ id: 'R:1', name: 'Ann’s', application: 'council', users: [], owner: 'ann' }]
    server = await createServer({ ...options, rooms, signInLimit: 'none' })
    bots = new Bots(server, 'council')
    const enter = async (username: string): Promise<Council> => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ username, password })
      const answer = await fetch(`${server?.url}/api/sessions`, { method: 'POST', headers, body })
      const { token } = signInAnswer.parse(await answer.json())
      return (await bots.connect(username, token)).enter('R:1')
    }
    const [ann, root] = [await enter('ann'), await enter('administrator')]
    await sees(ann, 'ann owner', 'root owner')
    await server.room('R:1').setRole('root', 'member')
    expect(await root.act.speak({})).to.include({ role: 'owner' })
    expect(await rejection(enter('bob')), 'who is not named').to.include({ code: 'ROOM_NOT_FOUND' })
  })

  it('what the host gives is seen by all and outlives a restart; what can’t be is refused in words', async () => {
    const data = createMemoryStore()
    const { room } = await start({ data, room: { owner: 'ann' } })
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await room('R:1').setRole('bob', 'moderator')
    for (const shown of [ann, bob]) await sees(shown, 'ann owner', 'bob moderator')
    expect(await bob.act.speak({})).to.include({ role: 'moderator' })
    expect((await room('R:1').members).map(({ role }) => role)).to.deep.equal(['owner', 'moderator'])
    for (const [user, role] of [
      ['bob', 'king'],
      ['bob', undefined],
      ['', 'owner'],
      ['$system', 'member'],
      ['__proto__', 'owner'],
      [5, 'owner'],
    ] as unknown as readonly [string, 'owner'][]) {
      expect(await rejection(room('R:1').setRole(user, role)), `${user} ${role}`).to.include({
        code: 'INVALID_MESSAGE',
      })
    }
    expect(await rejection(room('R:none').setRole('bob', 'owner'))).to.include({ code: 'ROOM_NOT_FOUND' })
    const again = await start({ data, room: { owner: 'bob' } })
    expect((await again.room('R:1').read()).roles).to.deep.equal({ bob: 'moderator' })
    const [, back] = await bots.enter('R:1', 'ann', 'bob')
    await until(back, ({ members }) => members.every(({ connected }) => connected))
    await sees(back, 'ann member', 'bob moderator')
    const archived = await start({ data, rooms: [] })
    expect(await rejection(archived.room('R:1').setRole('bob', 'owner'))).to.include({ code: 'ROOM_ARCHIVED' })
  })

  it('a host with users of its own says by roleOf what they are, and changes it by a recheck', async () => {
    const chiefs = new Set(['ann'])
    const { recheck, room } = await start({
      roleOf: ({ user, room, role }) => (chiefs.has(user.id) && room.id === 'R:1' ? 'owner' : role),
    })
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await room('R:1').setRole('bob', 'moderator')
    await sees(bob, 'ann owner', 'bob moderator')
    chiefs.clear()
    await recheck({ user: 'ann' })
    expect(await ann.act.speak({})).to.include({ role: 'member' })
    const elsewhere = await (await bots.connect('bob')).enter('R:2')
    expect(await elsewhere.act.speak({}), 'each room by itself').to.include({ role: 'member' })
  })

  it('are nobody’s who can be no user: no server starts', async () => {
    for (const [room, told] of [
      [{ owner: '' }, 'the owner of room R:1'],
      [{ owner: ['ann'] }, 'the owner of room R:1'],
      [{ moderators: ['ann', '__proto__'] }, 'a moderator of room R:1'],
      [{ moderators: 'ann' }, 'room R:1: moderators must be a list'],
    ] as unknown as readonly (readonly [{ owner: string }, string])[]) {
      const failure = await start({ room }).catch((error: unknown) => error)
      expect(failure, told).to.be.instanceOf(TypeError).with.property('message').that.includes(told)
    }
  })

  for (const [what, roleOf] of [
    [
      'throws',
      () => {
        throw new Error('no directory')
      },
    ],
    ['answers with a promise that rejects', () => Promise.reject(new Error('no directory'))],
    ['answers with a promise', async () => 'owner'],
    ['answers with what is no role', () => 'king'],
    ['answers with nothing', () => undefined],
  ] as const) {
    it(`[P10] a roleOf that ${what} makes nobody more than a member, and ends no server`, async () => {
      await start({ room: { owner: 'ann' }, roleOf: roleOf as () => 'owner' })
      const [ann] = await bots.enter('R:1', 'ann')
      expect(await ann.act.speak({})).to.include({ role: 'member' })
    })
  }
})
