import { expect } from 'chai'
import { io, type Socket } from 'socket.io-client'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { counter } from '../support/counter.ts'
import { waitFor } from './support/wait-for.ts'

/** How long after the answer something may still arrive, in milliseconds. */
const AT_MOST = 100
const ROUNDS = 5
const application = {
  ...counter,
  spectators: true,
  players: { min: 1, max: 10 },
  limits: { rate: 10_000, burst: 10_000 },
}

let opened = 0

/** A tab that notes when it was last sent anything of a room. */
class Tab {
  readonly socket: Socket
  readonly #client = `tab-${++opened}`
  removed: unknown
  heard = 0
  frames = 0

  constructor(url: string, user: string) {
    this.socket = io(`${url}/counter`, { auth: { token: tokenOf(user) }, transports: ['websocket'], forceNew: true })
    this.socket.onAny((event: string, _roomId: string, what: unknown) => {
      if (event === 'removed') this.removed = what
      if (event !== 'frame' && event !== 'presence') return
      this.heard = performance.now()
      this.frames++
    })
  }

  enter(roomId: string, spectate = false): Promise<{ readonly ok: boolean }> {
    return this.socket.emitWithAck('enter', roomId, { client: this.#client, spectate })
  }
}

describe('a ban, over real sockets', () => {
  let server: SocDrawServer
  let bots: Bots<typeof application>
  const tabs: Tab[] = []

  before(async () => {
    server = await startTestServer(application)
    bots = new Bots(server, 'counter')
  })
  after(async () => {
    for (const { socket } of tabs) socket.disconnect()
    bots.close()
    await server.stop()
  })

  it(`[P10] lets nothing more of a busy room reach any tab of the banned from ${AT_MOST} ms after its answer on`, async () => {
    const late: number[] = []
    const took: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await server.rooms.create({ application: 'counter', name: `Room ${round}`, owner: 'ann' })
      const eves = [0, 1, 2].map(() => new Tab(server.url, 'eve'))
      tabs.push(...eves)
      for (const [index, tab] of eves.entries()) expect(await tab.enter(id, index === 2)).to.deep.include({ ok: true })
      const ann = await (await bots.connect('ann')).enter(id)
      let busy = true
      const acting = (async () => {
        while (busy) await ann.act.add({ by: 1 })
      })()
      await waitFor(() => eves.every(({ frames }) => frames > 5), 'the room is busy')
      const asked = performance.now()
      await server.rooms.ban(id, 'eve', { reason: 'spam' })
      const answered = performance.now()
      took.push(answered - asked)
      await waitFor(() => eves.every(({ removed }) => removed !== undefined), 'every tab is told')
      await new Promise((resolve) => setTimeout(resolve, 2 * AT_MOST))
      busy = false
      await acting
      late.push(Math.max(...eves.map(({ heard }) => heard)) - answered)
      for (const tab of eves) {
        expect(tab.removed).to.have.nested.property('error.code', 'ROOM_NOT_FOUND')
        expect((await tab.enter(id)).ok).to.equal(false)
      }
    }
    const ms = (figures: readonly number[]) => figures.map((figure) => figure.toFixed(1)).join(', ')
    process.stdout.write(`      last heard ${ms(late)} ms after the answer, which took ${ms(took)} ms\n`)
    expect(Math.max(...late)).to.be.at.most(AT_MOST)
  })
})
