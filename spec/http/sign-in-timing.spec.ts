import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import { createMemoryAccounts } from '../../server/stores/memory/memory-accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { useHttp } from './http-harness.ts'

const NAMES = 15
/** A busy machine may disturb a series; a difference that is there disturbs all of them. */
const SERIES = 4

describe('the time that a refused sign-in takes', function () {
  this.timeout(30_000)
  const open = useHttp()

  it('does not tell whether there is such a user: the medians are within 20 %', async () => {
    const parts = { store: createMemoryAccounts(), clock: new FakeClock(), randomBytes, onError: () => {} }
    const accounts = createAccounts(parts)
    for (let n = 0; n < NAMES; n++) await accounts.ensureUser({ username: `user${n}`, password: 'a long enough one' })
    const { app } = await open({ accounts })
    const timed = async (username: string, remoteAddress: string): Promise<number> => {
      const payload = { username, password: 'a wrong password' }
      const started = performance.now()
      const { statusCode } = await app.inject({ method: 'POST', url: '/api/sessions', payload, remoteAddress })
      expect(statusCode).to.equal(401)
      return performance.now() - started
    }
    const ratios: number[] = []
    for (let series = 0; series < SERIES; series++) {
      const [there, nobody]: [number[], number[]] = [[], []]
      // One after the other in turn, so that whatever slows the machine slows both.
      for (let n = 0; n < NAMES; n++) {
        there.push(await timed(`user${n}`, `192.0.2.${series}`))
        nobody.push(await timed(`nobody${n}`, `198.51.100.${series}`))
      }
      ratios.push(median(there) / median(nobody))
      if (isClose(ratios.at(-1))) break
    }
    expect(ratios.some(isClose), `the ratios were ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`).to.equal(true)
    accounts.stop()
  })
})

function isClose(ratio = Number.NaN): boolean {
  return ratio > 0.8 && ratio < 1.25
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
