import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { until } from '../../server/testing/bots.ts'
import type { TestServerOptions } from '../../server/testing/start-test-server.ts'
import { openStore } from '../stores/postgres/opened-store.ts'
import { Nodes } from '../support/nodes.ts'
import { describeOnPostgres, postgresServer } from '../support/postgres.ts'
import { describeOnRedis, redisServer } from '../support/redis.ts'

describeOnPostgres('servers on one PostgreSQL', () => {
  let nodes: Nodes<typeof chat>
  let database: string
  beforeEach(async () => {
    nodes = new Nodes(chat)
    database = await (await postgresServer()).freshDatabase()
  })
  afterEach(() => nodes.stop())

  /** Opened here: what a spec imports and what the server loads at need are two modules to tsx, with errors of their own. */
  const start = async (options: TestServerOptions = {}) =>
    nodes.start({ ...options, data: options.data ?? (await openStore({ url: database })) })
  const refusal = (options: TestServerOptions) => start(options).then(() => 'started', String)

  describeOnRedis('and one Redis', () => {
    it('[P2] run one room together, and [P15] hand it over', async () => {
      const { url: redis } = await redisServer()
      const [here, there] = [await start({ redis }), await start({ redis })]
      const ann = await (await nodes.connect(here, 'ann')).enter('R:1')
      const bob = await (await nodes.connect(there, 'bob')).enter('R:1')
      for (const room of [ann, bob]) await until(room, ({ status }) => status === 'running')
      await ann.act.say({ text: 'from here' })
      await bob.act.say({ text: 'from there' })
      const texts = (room: typeof ann) => room.state?.messages.slice(1).map(({ text }) => text)
      for (const room of [ann, bob]) {
        await until(room, ({ state }) => state?.messages.length === 3)
        expect(texts(room)).to.deep.equal(['from here', 'from there'])
      }
      await here.stop()
      await (await nodes.connect(there, 'cid')).enter('R:1')
      await bob.act.say({ text: 'after' })
      expect(texts(bob)).to.deep.equal(['from here', 'from there', 'after'])
    })

    // Whoever is there may only seem to be, for as long as a lease is.
    it('do not start where another is apart from them, and say so', async () => {
      const { url: redis } = await redisServer()
      const other = await (await postgresServer()).freshDatabase()
      await Promise.all([start(), start({ data: await openStore({ url: other }), redis })])
      const [reachable, alone] = await Promise.all([
        refusal({ redis }),
        refusal({ data: await openStore({ url: other }) }),
      ])
      expect(reachable).to.match(/Another server without REDIS_URL has this database/)
      expect(alone).to.match(/Several need a Redis: set REDIS_URL/)
    })
  })

  it('wait for one that ended without a word, and need no Redis while they come one after the other', async () => {
    const first = await start()
    const second = start()
    await first.stop()
    const lobby = await nodes.connect(await second, 'ann')
    expect((await lobby.enter('R:1')).members.map(({ id }) => id)).to.deep.equal(['ann'])
  })
})
