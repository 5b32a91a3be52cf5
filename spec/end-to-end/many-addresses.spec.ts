import dns from 'node:dns'
import { once } from 'node:events'
import { connect as dial, type Socket } from 'node:net'
import { expect } from 'chai'
import Fastify from 'fastify'
import { mountRooms } from '../../server/host/server.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import { counter } from '../support/counter.ts'

const NAME = 'localhost'
const ADDRESSES = ['127.0.0.1', '127.0.0.2']
const handshake = (address: string): string =>
  [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${address}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
    '\r\n',
  ].join('\r\n')

/** A WebSocket whose other end does nothing any more once it was let in. */
async function deadSocket(address: string, port: number): Promise<Socket> {
  const socket = dial(port, address)
  socket.write(handshake(address))
  const [head] = await once(socket, 'data')
  expect(String(head)).to.match(/^HTTP\/1.1 101/)
  return socket
}

interface Started {
  readonly port: number
  stop(): Promise<void>
}

const WAYS: Readonly<Record<string, () => Promise<Started>>> = {
  async createServer() {
    const server = await startTestServer(counter, { host: NAME })
    return { port: Number(new URL(server.url).port), stop: () => server.stop() }
  },
  async mountRooms() {
    const app = Fastify()
    await mountRooms(app, {
      applications: [counter],
      data: 'memory',
      authenticate: async ({ auth }) => ({ id: String(auth.token), name: 'Somebody' }),
    })
    const url = await app.listen({ host: NAME, port: 0 })
    return { port: Number(new URL(url).port), stop: () => app.close() }
  },
}

describe('a name with two addresses', () => {
  const lookup = dns.lookup

  before(() => {
    const all = (name: string, options: unknown, done: (error: null, addresses: unknown) => void): void =>
      name === NAME && typeof options === 'object' && options !== null && 'all' in options
        ? done(
            null,
            ADDRESSES.map((address) => ({ address, family: 4 })),
          )
        : (lookup as (...args: unknown[]) => void)(name, options, done)
    dns.lookup = all as never
  })

  after(() => {
    dns.lookup = lookup
  })

  for (const [way, start] of Object.entries(WAYS)) {
    it(`is served at both, by polling and by WebSocket, and every connection ends with the server: ${way}`, async () => {
      const { port, stop } = await start()
      try {
        for (const address of ADDRESSES) {
          for (const transport of ['polling', 'websocket'] as const) {
            const socket = { transports: [transport], forceNew: true, upgrade: false }
            const url = `http://${address}:${port}`
            const lobby = await connect<typeof counter>(url, 'counter', {
              token: tokenOf('ann'),
              socket,
              timeout: 4000,
            })
            expect([address, transport, lobby.connection]).to.deep.equal([address, transport, 'online'])
            lobby.close()
          }
        }
        const dead = await Promise.all(ADDRESSES.map((address) => deadSocket(address, port)))
        const ended = dead.map((socket) =>
          once(
            socket.on('error', () => {}),
            'close',
          ),
        )
        const begun = Date.now()
        await stop()
        await Promise.all(ended)
        expect(Date.now() - begun).to.be.below(5000)
      } finally {
        await stop()
      }
    })
  }
})
