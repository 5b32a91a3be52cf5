import { expect } from 'chai'
import { io, type Socket } from 'socket.io-client'
import type { SocDrawServer } from '../../server/host/server.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { waitFor } from '../end-to-end/support/wait-for.ts'
import { counter } from '../support/counter.ts'

/** How many connections a user may have. */
const MOST = 3

describe('connections that vanish while their user is looked up', () => {
  let server: SocDrawServer
  let asked: number
  let letGo: () => void
  const dialled: Socket[] = []

  beforeEach(async () => {
    asked = 0
    const slow = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const authenticate = async () => {
      asked += 1
      await slow
      return { id: 'ann', name: 'ann' }
    }
    server = await startTestServer(counter, { authenticate, limits: { connections: MOST } })
  })

  afterEach(async () => {
    for (const socket of dialled.splice(0)) socket.disconnect()
    await server.stop()
  })

  const dial = (): Socket => {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: tokenOf('ann') } }
    const socket = io(`${server.url}/${counter.name}`, options)
    dialled.push(socket)
    return socket
  }

  it('[P9] take no place for good', async () => {
    const vanishing = Array.from({ length: 2 * MOST }, dial)
    await waitFor(() => asked === vanishing.length, 'all are asked for')
    for (const socket of vanishing) socket.disconnect()
    await waitFor(() => server.io.engine.clientsCount === 0, 'all are gone')
    letGo()
    const outcomes = Array.from({ length: MOST }, dial).map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.once('connect', () => resolve('connected'))
          socket.once('connect_error', ({ message }) => resolve(message))
        }),
    )
    expect(await Promise.all(outcomes)).to.deep.equal(Array.from({ length: MOST }, () => 'connected'))
  })
})
