import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { io } from 'socket.io-client'
import { createServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { connect } from '../../web/client/connect.ts'
import { unlikeInTime } from '../support/alike-in-time.ts'
import { council } from '../support/council.ts'

const password = 'a good password'
/** How often each is asked in a series. */
const ASKED = 60

describe('[P10] the time in which it is said that there is no such room', function () {
  this.timeout(30_000)

  it('does not tell whether there is one that may not be seen: the medians are within 20 %', () =>
    withHidden(async ({ server, id, none, bob }) => {
      const headers = { authorization: `Bearer ${bob}` }
      const timed = async (roomId: string): Promise<number> => {
        const started = performance.now()
        const answer = await server.http.inject({ url: `/api/rooms/${roomId}`, headers })
        expect(answer.json().error.code).to.equal('ROOM_NOT_FOUND')
        return performance.now() - started
      }
      expect(await unlikeInTime([id, none], ASKED, timed)).to.equal(undefined)
    }))

  it('does not by socket either, while somebody is in it: of entering, leaving and looking at its past', () =>
    withHidden(async ({ server, id, none, ann, bob }) => {
      const lobby = await connect(server.url, 'council', { token: ann })
      await lobby.enter(id)
      const stranger = io(`${server.url}/council`, { auth: { token: bob }, transports: ['websocket'] })
      try {
        for (const [event, ...more] of [['enter', { client: 'c' }], ['leave'], ['history', {}]] as const) {
          const timed = async (roomId: string): Promise<number> => {
            const started = performance.now()
            const answer = await stranger.emitWithAck(event, roomId, ...more)
            expect(answer.error.code).to.equal('ROOM_NOT_FOUND')
            return performance.now() - started
          }
          expect(await unlikeInTime([id, none], ASKED, timed), event).to.equal(undefined)
        }
      } finally {
        stranger.disconnect()
        lobby.close()
      }
    }))
})

interface Hidden {
  readonly server: Awaited<ReturnType<typeof createServer>>
  /** The id of `ann`’s private room, and one that no room has. */
  readonly id: string
  readonly none: string
  /** Their tokens. */
  readonly ann: string
  readonly bob: string
}

/** Does something with a server on SQLite that has a private room of `ann`’s. */
async function withHidden(work: (hidden: Hidden) => Promise<void>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'soc-draw-timing-'))
  const users = ['ann', 'bob'].map((username) => ({ username, password }))
  const quiet = { port: 0, logLevel: 'silent', signInLimit: 'none' } as const
  // As often as is asked here, nobody may ask.
  const limits = { rate: 10_000, burst: 10_000 }
  const server = await createServer({ data, users, applications: [council], limits, ...quiet })
  try {
    const [ann, bob] = [await signIn(server.url, 'ann', password), await signIn(server.url, 'bob', password)]
    const payload = { application: 'council', name: 'Hidden', private: true }
    const headers = { authorization: `Bearer ${ann}` }
    const made = await server.http.inject({ method: 'POST', url: '/api/rooms', headers, payload })
    const { id } = made.json().room
    await work({ server, id, none: 'x'.repeat(id.length), ann, bob })
  } finally {
    await server.stop()
    rmSync(data, { recursive: true })
  }
}
