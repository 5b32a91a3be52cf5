import { once } from 'node:events'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { connect as session } from 'node:http2'
import type { Socket } from 'node:net'
import { expect } from 'chai'
import Fastify, { type FastifyInstance } from 'fastify'
import { mountRooms } from '../../server/host/server.ts'
import type { MountOptions } from '../../server/host/server-options.ts'
import { connect } from '../../web/client/connect.ts'
import { counter } from '../support/counter.ts'

const options: MountOptions = {
  applications: [counter],
  data: 'memory',
  authenticate: async ({ auth }) => ({ id: String(auth.token), name: 'Somebody' }),
}

/** What is thrown by a promise that has to reject. */
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing',
    (error) => error,
  )

describe('mounting rooms', () => {
  const stops: (() => unknown)[] = []

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })

  function host(): FastifyInstance {
    const app = Fastify()
    stops.push(() => app.close())
    return app
  }

  it('twice is refused in words, and leaves the first ones as they are', async () => {
    const app = host()
    await mountRooms(app, options)
    for (const more of [{}, { prefix: '/other' }]) {
      const error = await errorOf(mountRooms(app, { ...options, ...more }))
      expect(error).to.be.instanceOf(TypeError).with.property('message').that.includes('rooms on this Fastify already')
    }
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const lobby = await connect(url, 'counter', { token: 'ann', socket: { forceNew: true } })
    lobby.close()
  })

  it('that failed leaves nothing behind: mended, it is tried again on the same Fastify', async () => {
    const app = host()
    const before = app.server.listenerCount('upgrade')
    const unknown = [{ id: 'R:1', name: 'Room', application: 'chess' }]
    for (const wrong of [{ applications: [counter, counter] }, { rooms: unknown }])
      expect(await errorOf(mountRooms(app, { ...options, ...wrong }))).to.be.instanceOf(TypeError)
    expect(app.server.listenerCount('upgrade')).to.equal(before)
    await mountRooms(app, options)
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const lobby = await connect(url, 'counter', { token: 'ann', socket: { forceNew: true } })
    lobby.close()
  })

  it('on a Fastify that is ready, or listens, is refused in words', async () => {
    const [ready, listening, late] = [host(), host(), host()]
    await ready.ready()
    await listening.listen({ port: 0, host: '127.0.0.1' })
    const meanwhile = errorOf(mountRooms(late, options))
    await late.ready()
    for (const error of [
      await errorOf(mountRooms(ready, options)),
      await errorOf(mountRooms(listening, options)),
      await meanwhile,
    ]) {
      expect(error).to.be.instanceOf(TypeError).with.property('message').that.includes('await mountRooms')
    }
  })

  it('leaves a host’s own refusals of a sign-in as they are, answered or thrown', async () => {
    const app = host()
    let refuse: (reply: { code(status: number): { send(body: unknown): unknown } }) => unknown
    app.addHook('onRequest', async (_request, reply) => refuse(reply))
    await mountRooms(app, { applications: [counter], data: 'memory' })
    const sent: [number, unknown][] = []
    const ways: (typeof refuse)[] = [
      (reply) => reply.code(401).send({ reason: 'the host’s own' }),
      () => {
        throw Object.assign(new Error('the host’s own'), { statusCode: 401 })
      },
    ]
    for (refuse of ways) {
      for (const method of ['POST', 'DELETE'] as const) {
        const answer = await app.inject({ method, url: '/api/sessions', payload: { username: 'a', password: 'b' } })
        sent.push([answer.statusCode, answer.json().reason ?? answer.json().message])
      }
    }
    expect(sent).to.deep.equal(Array(4).fill([401, 'the host’s own']))
  })

  it('shares upgrades with a plugin that leads all of them through the routes', async () => {
    const app = host()
    // As @fastify/websocket does.
    app.server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      const response = new ServerResponse(request)
      response.assignSocket(socket)
      app.routing(request, response)
    })
    await mountRooms(app, options)
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const socket = { forceNew: true, transports: ['websocket' as const] }
    const lobby = await connect<typeof counter>(url, 'counter', { token: 'ann', timeout: 3000, socket })
    stops.push(() => lobby.close())
    expect(lobby.connection).to.equal('online')
    expect(await lobby.loadMore()).to.equal(undefined)
  })

  it('works over HTTP/2 by polling, with answers of any size', async () => {
    const app = Fastify({ http2: true }) as unknown as FastifyInstance
    stops.push(() => app.close())
    const rooms = Array.from({ length: 60 }, (_, index) => ({
      id: `R:${index}`,
      name: 'A room '.repeat(5),
      application: 'counter',
    }))
    await mountRooms(app, { ...options, rooms })
    const client = session(await app.listen({ port: 0, host: '127.0.0.1' }))
    stops.push(() => client.destroy())
    const ask = async (query: string, body?: string): Promise<string> => {
      const stream = client.request({
        ':method': body === undefined ? 'GET' : 'POST',
        ':path': `/socket.io/?EIO=4&transport=polling${query}`,
        'accept-encoding': 'gzip, deflate, br',
      })
      const [chunks, headers] = [[] as Buffer[], once(stream, 'response')]
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.end(body)
      await once(stream, 'end')
      const [{ ':status': status }] = await headers
      expect(status).to.equal(200)
      return Buffer.concat(chunks).toString()
    }
    const { sid } = JSON.parse((await ask('')).slice(1)) as { sid: string }
    await ask(`&sid=${sid}`, '40/counter,{"token":"ann"}')
    await ask(`&sid=${sid}`, '42/counter,0["rooms",{"after":0}]')
    let listing = ''
    while (!listing.includes('R:59')) listing += await ask(`&sid=${sid}`)
    expect(listing.length).to.be.above(1024)
    await ask(`&sid=${sid}`, '42/counter,1["enter","R:1",{"client":"c"}]')
    let answers = ''
    while (!answers.includes('43/counter,1')) answers += await ask(`&sid=${sid}`)
    expect(answers).to.include('"ok":true')
  })
})
