import { expect } from 'chai'
import { createSignInDelays } from '../../server/accounts/sign-in-delays.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { createMemoryAccounts } from '../../server/stores/memory/memory-accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { rejection } from './rejection.ts'

const MINUTE = 60_000
const HERE = { username: 'ada', address: '192.0.2.1', known: false }

describe('delays after wrong passwords', () => {
  function setUp() {
    const [store, clock] = [createMemoryAccounts(), new FakeClock()]
    const delays = createSignInDelays({ store, clock })
    let checked = 0
    const attempt = (password: 'right' | 'wrong', given: Partial<typeof HERE> = {}, by = delays) =>
      by.attempt({ ...HERE, ...given }, async () => {
        checked += 1
        return password === 'right' ? 'ada' : undefined
      })
    /** Until when the next attempt is refused, in milliseconds from now; 0: it is taken, and wrong. */
    const wait = async (given: Partial<typeof HERE> = {}, by = delays) => {
      const error = await attempt('wrong', given, by).then(
        () => undefined,
        (refused: unknown) => refused,
      )
      if (error === undefined) return 0
      if (!(error instanceof SocDrawError)) throw error
      expect(error.code).to.equal('TOO_MANY_ATTEMPTS')
      return error.retryAfter ?? Number.NaN
    }
    return { store, clock, delays, attempt, wait, checked: () => checked }
  }

  it('leaves five free, then lets one wait twice as long each time, up to five minutes', async () => {
    const { clock, wait } = setUp()
    for (let n = 0; n < 5; n++) expect(await wait()).to.equal(0)
    const waits: number[] = []
    for (let n = 0; n < 10; n++) {
      const left = await wait()
      waits.push(left)
      clock.advance(left - 1)
      expect(await wait()).to.equal(1)
      clock.advance(1)
      expect(await wait()).to.equal(0)
    }
    const seconds = [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    expect(waits).to.deep.equal(seconds.map((each) => each * 1000))
  })

  it('refuses before anything is checked, a right password too, and says until when', async () => {
    const { attempt, checked, clock } = setUp()
    for (let n = 0; n < 5; n++) await attempt('wrong')
    const refused = await rejection(attempt('right'))
    expect(refused.message).to.equal('Too many attempts. Please try again in 2 seconds.')
    expect(checked()).to.equal(5)
    clock.advance(2000)
    expect(await attempt('right')).to.equal('ada')
  })

  it('begins anew after a right password, and a day after the last wrong one', async () => {
    const { attempt, wait, clock } = setUp()
    for (let n = 0; n < 4; n++) await attempt('wrong')
    await attempt('right')
    for (let n = 0; n < 5; n++) expect(await wait()).to.equal(0)
    expect(await wait()).to.equal(2000)
    clock.advance(24 * 60 * MINUTE)
    for (let n = 0; n < 5; n++) expect(await wait()).to.equal(0)
  })

  it('[P9] counts attempts from when they begin: many at once get no further', async () => {
    const { delays, clock } = setUp()
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    let checking = 0
    const all = Array.from({ length: 50 }, () =>
      delays
        .attempt(HERE, async () => {
          checking += 1
          await released
          return undefined
        })
        .catch(() => 'refused'),
    )
    await clock.settle()
    release()
    expect((await Promise.all(all)).filter((answer) => answer === 'refused')).to.have.length(45)
    expect(checking).to.equal(5)
  })

  it('does not count what could not be checked', async () => {
    const { delays, wait } = setUp()
    for (let n = 0; n < 20; n++) {
      const failed = delays.attempt(HERE, () => Promise.reject(new SocDrawError('TOO_MANY_ATTEMPTS', 'busy')))
      expect((await rejection(failed)).message).to.equal('busy')
    }
    expect(await wait()).to.equal(0)
  })

  it('are remembered by whoever opens the store next', async () => {
    const { store, clock, wait } = setUp()
    for (let n = 0; n < 6; n++) await wait()
    const next = createSignInDelays({ store, clock })
    expect(await wait({}, next)).to.equal(2000)
  })

  it('[P9] slow an address that goes through many names, for a minute at most', async () => {
    const { clock, wait } = setUp()
    for (let n = 0; n < 30; n++) expect(await wait({ username: `user ${n}` })).to.equal(0)
    let longest = 0
    for (let n = 0; n < 12; n++) {
      const left = await wait({ username: `more ${n}` })
      longest = Math.max(longest, left)
      clock.advance(left)
      await wait({ username: `more ${n}` })
    }
    expect(longest).to.equal(MINUTE)
    expect(await wait({ username: 'ada', address: '192.0.2.2' })).to.equal(0)
  })

  it('keep nobody out for long whose name others try from everywhere, and not at all where they signed in before', async () => {
    const { clock, attempt, wait } = setUp()
    for (let n = 0; n < 100; n++) expect(await wait({ address: `192.0.2.${n}` })).to.equal(0)
    for (let n = 0; n < 20; n++) {
      const left = await wait({ address: `198.51.100.${n}` })
      expect(left).to.be.within(1000, 10_000)
      clock.advance(left)
      await wait({ address: `198.51.100.${n}` })
    }
    expect(await wait({ address: '203.0.113.1' })).to.equal(10_000)
    expect(await attempt('right', { address: '203.0.113.1', known: true })).to.equal('ada')
    clock.advance(10_000)
    expect(await attempt('right', { address: '203.0.113.1' })).to.equal('ada')
  })

  it('keep nothing of what was typed', async () => {
    const { store } = setUp()
    const keys: string[] = []
    const watching = {
      ...store,
      addFailure: (added: readonly string[], at: number) => {
        keys.push(...added)
        return store.addFailure(added, at)
      },
    }
    const delays = createSignInDelays({ store: watching, clock: new FakeClock() })
    await delays.attempt({ ...HERE, username: 'my password' }, async () => undefined)
    expect(keys).to.have.length(3)
    for (const key of keys) expect(key).to.match(/^[A-Za-z0-9_-]{43}$/)
  })
})
