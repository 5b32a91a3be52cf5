import { expect } from 'chai'
import { defineApplication } from '../../server/contract/define-application.ts'
import { createServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { administration } from '../../web/client/administration.ts'
import { rooms } from '../../web/client/rooms.ts'

const stage = defineApplication({
  name: 'stage',
  players: { min: 1, max: 4 },
  spectators: true,
  initialise: () => ({}),
  update: () => ({}),
})
const password = 'a good password'

describe('how many watch a room', () => {
  it('[P12] is told alike by HTTP, to administrators, by the room itself, to the host’s code, and in lists', async () => {
    const users = ['ann', 'bob', 'root'].map((name) => ({
      ...{ id: `u:${name}`, username: name, name, password },
      ...(name === 'root' && { roles: ['administrator'] as const }),
    }))
    const quiet = { port: 0, logLevel: 'silent', signInLimit: 'none' } as const
    const server = await createServer({ data: 'memory', applications: [stage], users, ...quiet })
    const bots = new Bots<typeof stage>(server, 'stage')
    try {
      const [ann, bob, root] = await Promise.all(
        ['ann', 'bob', 'root'].map((name) => signIn(server.url, name, password)),
      )
      if (!ann || !bob || !root) return expect.fail('nobody is signed in')
      const { id } = await rooms(server.url, { token: ann }).make({ application: 'stage', name: 'Watched' })
      const everywhere = async () => [
        (await rooms(server.url, { token: ann }).get(id)).watchers,
        (await rooms(server.url, { token: ann }).list()).rooms[0]?.watchers,
        (await administration(server.url, { token: root }).rooms()).rooms[0]?.watchers,
        (await server.rooms.get(id)).watchers,
        (await server.rooms.list()).rooms[0]?.watchers,
        (await server.rooms.search({ search: 'watched' })).rooms[0]?.watchers,
        await server.room(id).watchers,
      ]
      expect(await everywhere(), 'while nobody is there').to.deep.equal(Array(7).fill(0))
      const hers = await (await bots.connect('ann', ann)).enter(id)
      await (await bots.connect('bob', bob)).enter(id, { spectate: true })
      await until(hers, ({ watchers }) => watchers === 1, 'ann is told that bob watches')
      expect(await everywhere()).to.deep.equal(Array(7).fill(1))
      expect((await server.rooms.get(id)).members, 'and is no member').to.equal(1)
      await server.rooms.archive(id)
      expect(await everywhere().then((all) => [all[0], all[3]]), 'in the archive none').to.deep.equal([0, 0])
    } finally {
      bots.close()
      await server.stop()
    }
  })
})
