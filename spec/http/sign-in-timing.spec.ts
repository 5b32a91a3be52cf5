import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from '../accounts/memory-parts.ts'
import { useHttp } from './http-harness.ts'

const PASSWORD = 'a long enough one'
const NAMES = 15
/** A busy machine may disturb a series; a difference that is there disturbs all of them. */
const SERIES = 4

/** Who is asked for, and what is typed. */
interface Kind {
  readonly name: string
  readonly password: string
}

describe('the time that a refused sign-in takes', function () {
  this.timeout(30_000)
  const open = useHttp()

  it('does not tell whether there is such a user: the medians are within 20 %', () =>
    compare({ name: 'user', password: 'a wrong password' }, { name: 'nobody', password: 'a wrong password' }))

  it('does not tell of one who is disabled that the password is right', () =>
    compare({ name: 'disabled', password: PASSWORD }, { name: 'user', password: 'a wrong password' }))

  async function compare(...kinds: readonly [Kind, Kind]): Promise<void> {
    const parts = { ...memoryParts(), clock: new FakeClock(), randomBytes, onError: () => {} }
    const accounts = createAccounts(parts)
    const root = await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    for (let n = 0; n < NAMES; n++) {
      for (const name of ['user', 'disabled']) await accounts.ensureUser({ username: name + n, password: PASSWORD })
      await accounts.others.disable({ user: root, sessionId: '' }, `disabled${n}`, true)
    }
    const { app } = await open({ accounts })
    const timed = async ({ name, password }: Kind, n: number, remoteAddress: string): Promise<number> => {
      const payload = { username: name + n, password }
      const started = performance.now()
      const { statusCode } = await app.inject({ method: 'POST', url: '/api/sessions', payload, remoteAddress })
      expect(statusCode).to.equal(401)
      return performance.now() - started
    }
    const ratios: number[] = []
    for (let series = 0; series < SERIES; series++) {
      const [one, other]: [number[], number[]] = [[], []]
      // One after the other in turn, so that whatever slows the machine slows both.
      for (let n = 0; n < NAMES; n++) {
        one.push(await timed(kinds[0], n, `192.0.2.${series}`))
        other.push(await timed(kinds[1], n, `198.51.100.${series}`))
      }
      ratios.push(median(one) / median(other))
      if (isClose(ratios.at(-1))) break
    }
    expect(ratios.some(isClose), `the ratios were ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`).to.equal(true)
    accounts.stop()
  }
})

function isClose(ratio = Number.NaN): boolean {
  return ratio > 0.8 && ratio < 1.25
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
