import { expect } from 'chai'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import type { MountOptions } from '../../server/host/server-options.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { type Rooms, rooms } from '../../web/client/index.ts'
import { council } from '../support/council.ts'
import { rejection } from '../support/rejection.ts'

const password = 'a good password'
const NAMES = ['ann', 'bob', 'cat', 'root']
const NEW = { application: 'council', name: 'Ann’s' }

describe('rooms that people make, by the client library', () => {
  let server: SocDrawServer
  let bots: Bots<typeof council>

  afterEach(async () => {
    bots?.close()
    await server?.stop()
  })

  async function start(options: Partial<MountOptions> = {}): Promise<void> {
    const users = NAMES.map((name) => ({
      ...{ id: `u:${name}`, username: name, name: name.toUpperCase(), password },
      ...(name === 'root' && { roles: ['administrator'] as const }),
    }))
    const common = {
      data: 'memory',
      applications: [council],
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
      signInLimit: 'none',
    } as const
    server = await createServer({ ...common, ...(!options.authenticate && { users }), ...options })
    bots = new Bots(server, 'council')
  }

  /** Somebody by both ways: what they do, and what they see live. */
  async function somebody(name: string, token?: string): Promise<{ by: Rooms; lobby: Lobby<typeof council> }> {
    const shown = token ?? (await signIn(server.url, name, password))
    return { by: rooms(server.url, { token: shown }), lobby: await bots.connect(name, shown) }
  }

  const codeOf = async (promise: Promise<unknown>) => (await rejection(promise)).code
  const lists = (lobby: Lobby<typeof council>, ...names: readonly string[]) =>
    until(lobby, (shown) => shown.rooms.map(({ name }) => name).join() === names.join(), names.join())

  it('[P10] are made private, shown live to whom they are opened, and gone for whom they are closed', async () => {
    await start()
    const [ann, bob, cat] = [await somebody('ann'), await somebody('bob'), await somebody('cat')]
    const made = await ann.by.make({ ...NEW, private: true })
    expect(made).to.deep.include({
      owner: { id: 'u:ann', name: 'ANN' },
      role: 'owner',
      origin: 'people',
      private: true,
    })
    await lists(ann.lobby, 'Ann’s')
    expect(bob.lobby.rooms).to.deep.equal([])
    await ann.by.invite(made.id, { username: 'Bob' })
    await lists(bob.lobby, 'Ann’s')
    const room = await bob.lobby.enter(made.id)
    expect(await codeOf(ann.by.invite(made.id, { username: 'nobody' }))).to.equal('NOT_FOUND')
    expect(await codeOf(ann.by.invite(made.id, { user: 'u:nobody' }))).to.equal('NOT_FOUND')
    await ann.by.invite(made.id, { user: 'u:cat' })
    expect(await codeOf(bob.by.remove(made.id, 'u:cat'))).to.equal('FORBIDDEN')
    await ann.by.setRole(made.id, 'u:bob', 'moderator')
    expect(await bob.by.get(made.id)).to.include({ role: 'moderator', options: null })
    const people = await bob.by.people(made.id)
    expect(people.moderators).to.deep.equal([{ id: 'u:bob', name: 'BOB' }])
    expect(people.members).to.deep.equal([{ id: 'u:bob', name: 'BOB', connected: true }])
    expect(people.invited?.map(({ name }) => name)).to.deep.equal(['ANN', 'BOB', 'CAT'])
    const cats = await cat.lobby.enter(made.id)
    expect((await cat.by.people(made.id)).invited).to.equal(null)
    await bob.by.ban(made.id, 'u:cat', { until: null, reason: 'noise' })
    await until(cats, ({ error }) => error?.code === 'ROOM_NOT_FOUND', 'put out')
    await lists(cat.lobby)
    expect(await codeOf(cat.by.get(made.id))).to.equal('ROOM_NOT_FOUND')
    expect((await bob.by.people(made.id)).bans?.[0]).to.deep.include({
      ...{ user: { id: 'u:cat', name: 'CAT' }, by: { id: 'u:bob', name: 'BOB' }, until: null, reason: 'noise' },
    })
    await bob.by.lift(made.id, 'u:cat')
    expect((await bob.by.people(made.id)).bans).to.deep.equal([])
    await ann.by.setRole(made.id, 'u:bob', 'member')
    await ann.by.uninvite(made.id, 'u:bob')
    await until(room, ({ error }) => error?.code === 'ROOM_NOT_FOUND', 'put out')
    await lists(bob.lobby)
  })

  it('are edited, put away, deleted and recovered, as all who look see at once', async () => {
    await start()
    const [ann, bob, root] = [await somebody('ann'), await somebody('bob'), await somebody('root')]
    const { id } = await ann.by.make(NEW)
    await lists(bob.lobby, 'Ann’s')
    expect((await ann.by.edit(id, { name: 'Ours' })).revision).to.equal(2)
    await lists(bob.lobby, 'Ours')
    await root.by.get(id)
    await ann.by.edit(id, { name: 'Mine' })
    expect(await codeOf(root.by.edit(id, { name: 'Root’s' }))).to.equal('CHANGED_MEANWHILE')
    await root.by.get(id)
    await root.by.edit(id, { name: 'Root’s' })
    expect(await codeOf(bob.by.edit(id, { name: 'Bob’s' }))).to.equal('FORBIDDEN')
    expect(await codeOf(ann.by.edit(id, { players: { max: 1000 } }))).to.equal('CHANGED_MEANWHILE')
    await ann.by.get(id)
    expect(await codeOf(ann.by.edit(id, { players: { max: 1000 } }))).to.equal('INVALID_MESSAGE')
    expect((await ann.by.archive(id)).archived).to.equal(true)
    await lists(bob.lobby)
    await ann.by.restore(id)
    await lists(bob.lobby, 'Root’s')
    expect((await ann.by.delete(id)).may).to.include('recover')
    await lists(bob.lobby)
    expect(await codeOf(bob.by.get(id))).to.equal('ROOM_NOT_FOUND')
    expect((await ann.by.recover(id)).deletedAt).to.equal(null)
  })

  it('are made by whom the server lets, and a host’s stay the host’s', async () => {
    await start({ makeRooms: 'administrators', rooms: [{ id: 'R:1', name: 'First', application: 'council' }] })
    const [ann, root] = [await somebody('ann'), await somebody('root')]
    expect(await codeOf(ann.by.make(NEW))).to.equal('FORBIDDEN')
    await root.by.make(NEW)
    expect(await root.by.get('R:1')).to.deep.include({ origin: 'host', owner: null, madeAt: null })
    expect(await codeOf(root.by.edit('R:1', { name: 'Other' }))).to.equal('FORBIDDEN')
    expect(await codeOf(ann.by.archive('R:1'))).to.equal('FORBIDDEN')
  })

  it('are there with a host’s own sign-in too, by ids, and by no cookie', async () => {
    const seen: unknown[] = []
    await start({
      async authenticate({ auth, headers }) {
        seen.push(headers.cookie)
        const id = typeof auth.token === 'string' ? auth.token : headers.cookie
        return id ? { id, name: `The ${id}` } : null
      },
    })
    const [ann, bob] = [await somebody('ann', 'ann'), await somebody('bob', 'bob')]
    const { id, owner } = await ann.by.make({ ...NEW, private: true })
    expect(owner).to.deep.equal({ id: 'ann', name: 'The ann' })
    expect(await codeOf(ann.by.invite(id, { username: 'bob' }))).to.equal('NOT_FOUND')
    await ann.by.invite(id, { user: 'bob' })
    await lists(bob.lobby, 'Ann’s')
    const answer = await fetch(`${server.url}/api/rooms/${id}`, { headers: { cookie: 'ann' } })
    expect(answer.status).to.equal(401)
    expect(
      (await fetch(`${server.url}/api/rooms/${id}`, { headers: { cookie: 'x', authorization: 'Bearer bob' } })).ok,
    ).to.equal(true)
    expect(seen.every((cookie) => cookie === undefined)).to.equal(true)
  })

  it('[P10] are to nobody whom a host’s own authorize keeps out', async () => {
    await start({ authorize: ({ user }) => user.id !== 'u:bob' })
    const [ann, bob] = [await somebody('ann'), await somebody('bob')]
    const { id, may } = await ann.by.make(NEW)
    expect(may).to.include('edit')
    expect(await codeOf(bob.by.get(id))).to.equal('ROOM_NOT_FOUND')
    expect(await codeOf(bob.by.people(id))).to.equal('ROOM_NOT_FOUND')
  })
})
