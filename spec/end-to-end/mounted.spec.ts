import { expect } from 'chai'
import Fastify from 'fastify'
import { chat } from '../../server/applications/chat.ts'
import { mountRooms } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { connect } from '../../web/client/connect.ts'
import { counter } from '../support/counter.ts'

describe('rooms on a host’s own Fastify', () => {
  it('live beside its routes, whose errors and headers they leave alone, and end when it closes', async () => {
    const app = Fastify()
    app.get('/mine', async () => ({ mine: true }))
    app.get('/broken', async () => {
      throw new Error('the host’s own')
    })
    const rooms = await mountRooms(app, {
      applications: [chat, counter],
      rooms: [
        { id: 'R:1', name: 'First', application: 'chat' },
        { id: 'R:2', name: 'Second', application: 'counter' },
      ],
      data: 'memory',
      routes: { site: true, health: true },
      authenticate: async ({ auth: { token } }) => (typeof token === 'string' ? { id: token, name: token } : null),
    })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const closings: (() => void)[] = []
    const enter = async <App>(application: string, roomId: string, token: string) => {
      const lobby = await connect<App>(url, application, { token, socket: { forceNew: true } })
      closings.push(() => lobby.close())
      return lobby.enter(roomId)
    }
    const [ann] = await Promise.all(['ann', 'bob'].map((user) => enter<typeof chat>('chat', 'R:1', user)))
    await until(ann!, ({ status }) => status === 'running')
    const { id } = await ann!.act.say({ text: 'hello' })
    await rooms.room<typeof chat>('R:1').act.say({ text: 'from the host' })
    await until(ann!, ({ state }) => state?.messages.at(-1)?.text === 'from the host')
    expect(ann!.state?.messages.at(-1)).to.deep.include({ sender: '$system', name: 'System' })
    expect(id).to.be.greaterThan(0)
    const [cid] = await Promise.all(['ann', 'bob'].map((user) => enter<typeof counter>('counter', 'R:2', user)))
    await until(cid!, ({ status }) => status === 'running')

    const mine = await fetch(`${url}/mine`)
    expect(await mine.json()).to.deep.equal({ mine: true })
    expect(mine.headers.has('content-security-policy')).to.equal(false)
    expect(await (await fetch(`${url}/broken`)).json()).to.deep.include({ message: 'the host’s own', statusCode: 500 })
    expect(await (await fetch(`${url}/readyz`)).json()).to.deep.equal({ ready: true })
    expect((await fetch(`${url}/api/nothing`)).status).to.equal(404)
    expect(await (await fetch(`${url}/api/site`)).json())
      .to.have.property('applications')
      .with.length(2)

    const begun = Date.now()
    await app.close()
    expect(Date.now() - begun, 'closes at once, members or not').to.be.below(2000)
    await until(ann!, ({ live }) => !live)
    for (const close of closings) close()
  })
})
