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
const ASKED = 40

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

  for (const [which, again] of [
    ['first', false],
    ['repeated', true],
  ] as const)
    it(`does not by what the same user asks after a ${which} knock either, though one room hears of it and none can’t`, () =>
      withHidden(async ({ server, id, none, ann, bob }) => {
        const ask = (method: string, path: string, by: string, body?: object): Promise<Response> => {
          const headers = { authorization: `Bearer ${by}`, ...(body && { 'content-type': 'application/json' }) }
          return fetch(`${server.url}/api/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
        }
        const { user } = await (await ask('GET', 'account', bob)).json()
        const timed = async (roomId: string): Promise<number> => {
          expect((await ask('POST', `rooms/${roomId}/knock`, bob)).status).to.equal(202)
          const started = performance.now()
          expect((await ask('GET', 'account', bob)).status).to.equal(200)
          const took = performance.now() - started
          const decline = () => ask('POST', `rooms/${roomId}/knocks/${user.id}`, ann, { admit: false })
          // The knock is on its way to the store.
          if (!again && roomId === id) await untilIs(204, decline)
          else await ask('GET', `rooms/${roomId}/knocks`, ann)
          return took
        }
        expect(await unlikeInTime([id, none], ASKED, timed)).to.equal(undefined)
      }))
})

/** Asks again and again until it is answered so. @throws Error where it never is */
async function untilIs(status: number, ask: () => Promise<Response>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) if ((await ask()).status === status) return
  throw new Error(`it is never answered with ${status}`)
}

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
