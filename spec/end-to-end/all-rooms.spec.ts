import { expect } from 'chai'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { type Administration, administration, type RoomsQuestion } from '../../web/client/administration.ts'
import { type Rooms, rooms } from '../../web/client/rooms.ts'
import { council } from '../support/council.ts'
import { rejection } from '../support/rejection.ts'

const password = 'a good password'
const HIDDEN = { id: 'R:none', name: 'For nobody', application: 'council', users: [] }

describe('all rooms, as administrators have them', () => {
  let server: SocDrawServer
  let bots: Bots<typeof council>
  let root: Administration
  let acts: Rooms
  let ann: Rooms

  beforeEach(async () => {
    const users = ['ann', 'mo', 'root'].map((name) => ({
      ...{ id: `u:${name}`, username: name, name: name.toUpperCase(), password },
      ...(name === 'root' && { roles: ['administrator'] as const }),
      ...(name === 'mo' && { roles: ['moderator'] as const }),
    }))
    const quiet = { port: 0, logLevel: 'silent', signInLimit: 'none', maxLag: Number.POSITIVE_INFINITY } as const
    server = await createServer({ data: 'memory', applications: [council], users, rooms: [HIDDEN], ...quiet })
    bots = new Bots(server, 'council')
    const token = await signIn(server.url, 'root', password)
    root = administration(server.url, { token })
    acts = rooms(server.url, { token })
    ann = rooms(server.url, { token: await signIn(server.url, 'ann', password) })
  })

  afterEach(async () => {
    bots?.close()
    await server?.stop()
  })

  const names = async (question?: RoomsQuestion) => (await root.rooms(question)).rooms.map(({ name }) => name).sort()
  const codeOf = async (promise: Promise<unknown>) => (await rejection(promise)).code

  it('[P10] are the host’s and people’s, private, archived and deleted, with their owners and who is there', async () => {
    const make = (name: string, hidden = false) => ann.make({ application: 'council', name, private: hidden })
    const [, secret, away, gone] = [
      await make('Open'),
      await make('Secret', true),
      await make('Away'),
      await make('Gone'),
    ]
    await ann.archive(away.id)
    await ann.delete(gone.id)
    const lobby = await bots.connect('ann', await signIn(server.url, 'ann', password))
    await lobby.enter(secret.id)
    expect(await names()).to.deep.equal(['Away', 'For nobody', 'Gone', 'Open', 'Secret'])
    const all = (await root.rooms()).rooms
    const found = (id: string) => all.find((each) => each.id === id) ?? expect.fail(id)
    expect(found(secret.id)).to.deep.include({
      ...{ private: true, members: 1, origin: 'people', archived: false, deletedAt: null },
      owner: { id: 'u:ann', name: 'ANN' },
    })
    expect(found(HIDDEN.id)).to.deep.include({ private: true, members: 0, origin: 'host', owner: null, madeAt: null })
    expect(found(away.id)).to.deep.include({ archived: true, deletedAt: null })
    expect(found(gone.id).deletedAt).to.be.a('number')
    expect(await names({ filter: 'archived' })).to.deep.equal(['Away'])
    expect(await names({ filter: 'deleted' })).to.deep.equal(['Gone'])
    expect(await names({ filter: 'running' })).to.deep.equal(['Secret'])
    expect(await names({ filter: 'waiting' })).to.deep.equal(['For nobody', 'Open'])
    expect(await names({ search: 'SEC' })).to.deep.equal(['Secret'])
    expect(await names({ application: 'another' })).to.deep.equal([])
    await acts.recover(gone.id)
    expect(await names({ filter: 'deleted' })).to.deep.equal([])
  })

  it('come a stretch at a time, each once', async () => {
    for (const at of [1, 2, 3, 4]) await ann.make({ application: 'council', name: `Page ${at}` })
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await root.rooms({ ...{ search: 'page', limit: 3 }, ...(after !== undefined && { after }) })
      seen.push(...page.rooms.map(({ name }) => name))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).to.deep.equal(['Page 4', 'Page 3', 'Page 2', 'Page 1'])
    expect(await codeOf(root.rooms({ after: 'x' }))).to.equal('INVALID_MESSAGE')
  })

  it('[P10] are nobody else’s to see, nor to close', async () => {
    const { id } = await ann.make({ application: 'council', name: 'Hers' })
    for (const name of ['ann', 'mo']) {
      const token = await signIn(server.url, name, password)
      expect(await codeOf(administration(server.url, { token }).rooms()), name).to.equal('FORBIDDEN')
      expect(await codeOf(rooms(server.url, { token }).close(id)), name).to.equal('FORBIDDEN')
    }
    expect(await codeOf(administration(server.url, { token: 'none' }).rooms())).to.equal('UNAUTHENTICATED')
  })

  it('[P10] are closed for good, at once for whoever is there, and it is noted by whom', async () => {
    const { id } = await ann.make({ application: 'council', name: 'Hers' })
    const lobby = await bots.connect('ann', await signIn(server.url, 'ann', password))
    const room = await lobby.enter(id)
    expect(await acts.close(id)).to.include({ id, status: 'closed', archived: false })
    await until(room, ({ status }) => status === 'closed', 'closed')
    expect((await acts.close(id)).status).to.equal('closed')
    expect((await acts.close(HIDDEN.id)).status).to.equal('closed')
    const { entries } = await root.audit({ what: 'room.close' })
    expect(entries.map(({ by, room }) => [by.name, room])).to.deep.equal([
      ['ROOT', HIDDEN.id],
      ['ROOT', id],
    ])
    await ann.setRole(id, 'u:mo', 'moderator')
    const roles = (await root.audit({ what: 'room.setRole' })).entries
    expect(roles.map(({ by, user }) => [by.name, user?.name])).to.deep.equal([['ANN', 'MO']])
    const away = await ann.make({ application: 'council', name: 'Away' })
    await ann.archive(away.id)
    expect(await codeOf(acts.close(away.id))).to.equal('ROOM_ARCHIVED')
    await ann.delete(away.id)
    expect(await codeOf(acts.close(away.id))).to.equal('FORBIDDEN')
  })
})
