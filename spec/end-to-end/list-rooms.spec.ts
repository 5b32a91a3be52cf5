import { expect } from 'chai'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { type ListOptions, type Rooms, rooms } from '../../web/client/rooms.ts'
import { council } from '../support/council.ts'
import { rejection } from '../support/rejection.ts'

const password = 'a good password'

describe('rooms that one may see, by HTTP', () => {
  let server: SocDrawServer

  before(async () => {
    const users = ['ann', 'bob', 'root'].map((name) => ({
      ...{ id: `u:${name}`, username: name, name, password },
      ...(name === 'root' && { roles: ['administrator'] as const }),
    }))
    const quiet = { port: 0, logLevel: 'silent', signInLimit: 'none', maxLag: Number.POSITIVE_INFINITY } as const
    server = await createServer({ data: 'memory', applications: [council], users, ...quiet })
  })
  after(() => server?.stop())

  const somebody = async (name: string): Promise<Rooms> =>
    rooms(server.url, { token: await signIn(server.url, name, password) })
  const names = async (by: Rooms, options?: ListOptions) =>
    (await by.list(options)).rooms.map(({ name }) => name).sort()

  it('[P10] are everyone’s and one’s own, by name and filter, and those put away or deleted only for who may have them back', async () => {
    const [ann, bob, root] = [await somebody('ann'), await somebody('bob'), await somebody('root')]
    const make = (name: string, hidden = false) => ann.make({ application: 'council', name, private: hidden })
    await make('Open café')
    const [secret, away, gone] = [await make('Secret cafe', true), await make('Away'), await make('Gone')]
    await ann.archive(away.id)
    await ann.delete(gone.id)
    expect(await names(ann)).to.deep.equal(['Open café', 'Secret cafe'])
    expect(await names(bob)).to.deep.equal(['Open café'])
    expect(await names(root, { search: 'cafe' })).to.deep.equal(['Open café', 'Secret cafe'])
    expect(await names(ann, { filter: 'archived' })).to.deep.equal(['Away'])
    expect(await names(ann, { filter: 'deleted' })).to.deep.equal(['Gone'])
    expect([await names(bob, { filter: 'archived' }), await names(bob, { filter: 'deleted' })]).to.deep.equal([[], []])
    expect(await names(root, { filter: 'deleted' })).to.deep.equal(['Gone'])
    expect(await names(ann, { filter: 'waiting', application: 'council' })).to.have.length(2)
    expect(await names(ann, { application: 'another' })).to.deep.equal([])
    await ann.invite(secret.id, { user: 'u:bob' })
    expect(await names(bob, { search: 'SECRET', filter: 'waiting' })).to.deep.equal(['Secret cafe'])
    await ann.ban(secret.id, 'u:bob', { until: null, reason: 'so' })
    expect(await names(bob, { search: 'secret' })).to.deep.equal([])
    const [room] = (await ann.list({ search: 'secret' })).rooms
    expect(room).to.deep.include({ id: secret.id, application: 'council', private: true, origin: 'people', members: 0 })
  })

  it('come page by page, and go on only at a place that there can be', async () => {
    const bob = await somebody('bob')
    for (const at of [1, 2, 3, 4, 5]) await bob.make({ application: 'council', name: `Page ${at}` })
    const seen: string[] = []
    let after: string | null = null
    do {
      const page = await bob.list({ search: 'page', limit: 2, after })
      seen.push(...page.rooms.map(({ name }) => name))
      after = page.next
    } while (after !== null)
    expect(seen).to.deep.equal(['Page 5', 'Page 4', 'Page 3', 'Page 2', 'Page 1'])
    for (const wrong of ['x', '1', '1-', '-1-1', `${'9'.repeat(16)}-1`])
      expect((await rejection(bob.list({ after: wrong }))).code, wrong).to.equal('INVALID_MESSAGE')
    expect((await rejection(bob.list({ search: 'x'.repeat(101) }))).code).to.equal('INVALID_MESSAGE')
    expect((await rejection(rooms(server.url, { token: 'none' }).list())).code).to.equal('UNAUTHENTICATED')
  })
})
