import { request } from 'node:http'
import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import { waitFor } from './support/wait-for.ts'

/** How far behind the event loop may be here, in milliseconds: what a busy machine does by itself is no overload. */
const MAX_LAG = 150

/** Holds the event loop of server and clients, again and again, until the server is overloaded. */
async function overload(): Promise<void> {
  for (const end = performance.now() + 1500; performance.now() < end; ) {
    for (const turn = performance.now() + MAX_LAG + 60; performance.now() < turn; );
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** What an attempt to upgrade to a WebSocket is answered. */
function upgrade(url: string, query: string): Promise<{ status: number | undefined; retryAfter: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    }
    const asked = request(`${url}/socket.io/?EIO=4&transport=websocket${query}`, { headers })
    asked.on('response', (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode, retryAfter: answer.headers['retry-after'] })
    })
    asked.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve({ status: 101, retryAfter: undefined })
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('a server that is overloaded', () => {
  let server: SocDrawServer
  let bots: Bots<typeof chat>

  beforeEach(async () => {
    server = await startTestServer(chat, { maxLag: MAX_LAG })
    bots = new Bots(server, 'chat')
  })

  afterEach(async () => {
    bots.close()
    await server.stop()
  })

  it('[P9] refuses new connections with when to come back, says so to whoever asks, and serves those who are in', async () => {
    const polling = `${server.url}/socket.io/?EIO=4&transport=polling`
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    const opened = await (await fetch(polling)).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    await overload()
    const [refused, ready, cut, grown] = await Promise.all([
      fetch(polling),
      fetch(`${server.url}/readyz`),
      upgrade(server.url, ''),
      upgrade(server.url, `&sid=${sid}`),
      ann.act.say({ text: 'still here' }),
    ])
    const { error } = (await refused.json()) as { error: Record<string, unknown> }
    expect([refused.status, error.code, error.retryable]).to.deep.equal([503, 'OVERLOADED', true])
    expect(error.retryAfter).to.be.within(1000, 5000)
    expect(refused.headers.get('retry-after')).to.equal(String(Math.ceil(Number(error.retryAfter) / 1000)))
    expect([cut.status, Number(cut.retryAfter) >= 1]).to.deep.equal([503, true])
    expect(grown.status, 'on its way up from polling').to.equal(101)
    expect([ready.status, await ready.json()]).to.deep.equal([
      503,
      { ready: false, reason: 'the server has too much to do' },
    ])
    await until(bob, ({ state }) => state?.messages.at(-1)?.text === 'still here')
  })

  it('[P9] takes whoever comes back when it said, all of whose attempts wait for that', async function () {
    this.timeout(15_000)
    await overload()
    let tried = 0
    server.io.engine.use((_: unknown, __: unknown, next: () => void) => {
      tried++
      next()
    })
    const troubles: string[] = []
    const began = performance.now()
    const lobby = await connect<typeof chat>(server.url, 'chat', {
      token: tokenOf('ann'),
      socket: { forceNew: true },
      waiting: ({ code, retryAfter = 0 }) => {
        troubles.push(code)
        expect(performance.now() - began).to.be.below(retryAfter)
      },
    })
    expect(troubles).to.deep.equal(['OVERLOADED'])
    expect(performance.now() - began).to.be.at.least(990)
    expect(tried, 'refused attempts do not come so far').to.equal(1)
    lobby.close()
    await waitFor(() => server.io.of('/chat').sockets.size === 0)
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200)
  })
})
