import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { council } from '../support/council.ts'

const password = 'a good password'
/** How often each is asked in a series. */
const ASKED = 60
/** A busy machine may disturb a series; a difference that is there disturbs all of them. */
const SERIES = 5

describe('[P10] the time in which it is said that there is no such room', function () {
  this.timeout(30_000)

  it('does not tell whether there is one that may not be seen: the medians are within 20 %', async () => {
    const data = mkdtempSync(join(tmpdir(), 'soc-draw-timing-'))
    const users = ['ann', 'bob'].map((username) => ({ username, password }))
    const quiet = { port: 0, logLevel: 'silent', signInLimit: 'none' } as const
    const server = await createServer({ data, users, applications: [council], ...quiet })
    try {
      const owner = await signIn(server.url, 'ann', password)
      const authorization = `Bearer ${await signIn(server.url, 'bob', password)}`
      const payload = { application: 'council', name: 'Hidden', private: true }
      const headers = { authorization: `Bearer ${owner}` }
      const made = await server.http.inject({ method: 'POST', url: '/api/rooms', headers, payload })
      const { id } = made.json().room
      const timed = async (roomId: string): Promise<number> => {
        const started = performance.now()
        const answer = await server.http.inject({ url: `/api/rooms/${roomId}`, headers: { authorization } })
        expect(answer.json().error.code).to.equal('ROOM_NOT_FOUND')
        return performance.now() - started
      }
      const ratios: number[] = []
      while (ratios.length < SERIES && !isClose(ratios.at(-1))) {
        const [hidden, none]: [number[], number[]] = [[], []]
        // One after the other in turn, so that whatever slows the machine slows both.
        for (let n = 0; n < ASKED; n++) {
          hidden.push(await timed(id))
          none.push(await timed('x'.repeat(id.length)))
        }
        ratios.push(median(hidden) / median(none))
      }
      expect(isClose(ratios.at(-1)), `the ratios were ${ratios.map((ratio) => ratio.toFixed(2))}`).to.equal(true)
    } finally {
      await server.stop()
      rmSync(data, { recursive: true })
    }
  })
})

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0
}

function isClose(ratio: number | undefined): boolean {
  return ratio !== undefined && ratio > 0.8 && ratio < 1.25
}
