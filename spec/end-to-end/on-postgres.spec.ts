import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import { describeOnPostgres, postgresServer } from '../support/postgres.ts'
import { ServerProcess } from './support/server-process.ts'

const ROOT = resolve(import.meta.dirname, '../..')

describeOnPostgres('a server on PostgreSQL', () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  async function start(data: string): Promise<SocDrawServer> {
    const server = await startTestServer(chat, { data })
    closing.push(() => server.stop())
    return server
  }

  async function enter(server: Pick<SocDrawServer, 'url'>, name: string) {
    const lobby = await connect<typeof chat>(server.url, 'chat', { token: tokenOf(name), socket: { forceNew: true } })
    closing.push(() => lobby.close())
    return lobby.enter('R:1')
  }

  it('[P3] that is killed has lost nothing that it answered: another one has all of it', async () => {
    const data = await (await postgresServer()).freshDatabase()
    const killed = new ServerProcess(ROOT, [data], {}, 'spec/end-to-end/support/chat-node.ts')
    closing.push(() => killed.kill())
    const url = await killed.url()
    const [one] = await Promise.all(['ann', 'bob'].map((name) => enter({ url }, name)))
    if (!one) throw new Error('nobody came')
    await until(one, ({ status }) => status === 'running')
    const said = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    await Promise.all(said.map((text) => one.act.say({ text })))
    await killed.stop('SIGKILL')
    const ann = await enter(await start(data), 'ann')
    expect((ann.state?.messages ?? []).map(({ text }) => text).slice(1)).to.deep.equal(said)
  })

  it('goes on when the database was started again, and says meanwhile that it is not ready', async function () {
    if (process.env.TEST_DATABASE_URL) this.skip()
    const database = await postgresServer()
    const server = await start(await database.freshDatabase())
    const bots = new Bots<typeof chat>(server, 'chat')
    closing.push(() => bots.close())
    const [one, two] = await bots.enter('R:1', 'ann', 'bob')
    if (!one || !two) throw new Error('nobody came')
    await until(one, ({ status }) => status === 'running')
    const ready = async () => (await server.http.inject('/readyz')).statusCode
    expect(await ready()).to.equal(200)
    await one.act.say({ text: 'before' })
    const restarted = database.restart('immediate')
    // Sent again by the client until it is answered: once is what takes effect.
    await Promise.all([restarted, ...['during', 'during, too'].map((text) => one.act.say({ text }))])
    await two.act.say({ text: 'after' })
    await until(one, ({ state }) => state?.messages.at(-1)?.text === 'after')
    const texts = (one.state?.messages ?? []).map(({ text }) => text).slice(1)
    expect(texts).to.deep.equal(['before', 'during', 'during, too', 'after'])
    for (const later = Date.now() + 10_000; (await ready()) !== 200 && Date.now() < later; ) await setTimeout(50)
    expect(await ready()).to.equal(200)
  })
})
