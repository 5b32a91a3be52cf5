import { cpSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'
import { temporaryFolder } from '../stores/sqlite/temporary-folder.ts'

const texts = ({ state }: Room<typeof chat>) => (state?.messages ?? []).map(({ text }) => text).slice(1)

describe('a data folder that was copied away and put back', () => {
  const bots: Bots<typeof chat>[] = []
  let server: SocDrawServer

  afterEach(async () => {
    for (const each of bots.splice(0)) each.close()
    await server.stop()
  })

  it('[P6] shows who was there the restored history whole, and nothing of the one that is gone', async () => {
    const parent = temporaryFolder()
    const [data, copy] = [join(parent, 'data'), join(parent, 'copy')]
    server = await startTestServer(chat, { data })
    const port = Number(new URL(server.url).port)
    const present = new Bots<typeof chat>(server, 'chat')
    bots.push(present)
    const [one, two] = await present.enter('R:1', 'ann', 'bob')
    if (!one || !two) throw new Error('nobody came')
    await until(one, ({ status }) => status === 'running')
    for (const text of ['before', 'before, too']) await one.act.say({ text })
    await server.stop()
    cpSync(data, copy, { recursive: true })

    server = await startTestServer(chat, { data, port })
    for (let line = 1; line <= 20; line++) await one.act.say({ text: `gone ${line}` })
    await until(two, (room) => texts(room).at(-1) === 'gone 20')
    const reached = two.version
    await server.stop()
    rmSync(data, { recursive: true })
    renameSync(copy, data)

    // The restored history goes on beyond what they have seen of the lost one before they are back.
    server = await startTestServer(chat, { data })
    const others = new Bots<typeof chat>(server, 'chat')
    bots.push(others)
    // The same users from elsewhere, so that what they missed would fit onto what they have.
    const [elsewhere] = await others.enter('R:1', 'ann', 'bob')
    if (!elsewhere) throw new Error('nobody came')
    await until(elsewhere, ({ status }) => status === 'running')
    for (let line = 1; line <= 30; line++) await elsewhere.act.say({ text: `restored ${line}` })
    expect(elsewhere.version).to.be.greaterThan(reached)
    others.close()
    await server.stop()

    server = await startTestServer(chat, { data, port })
    const restored = ['before', 'before, too', ...Array.from({ length: 30 }, (_, index) => `restored ${index + 1}`)]
    await one.act.say({ text: 'back' })
    for (const room of [one, two]) {
      await until(room, (each) => texts(each).at(-1) === 'back')
      expect(texts(room)).to.deep.equal([...restored, 'back'])
    }
    const { actions } = await two.history()
    expect(actions.map(({ payload }) => payload.text).reverse()).to.deep.equal([...restored, 'back'])
    // Four servers on a folder, one after the other.
  }).timeout(30_000)
})
