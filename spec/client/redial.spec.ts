import { expect } from 'chai'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { Redial } from '../../web/client/redial.ts'
import type { Wakefulness } from '../../web/client/wakefulness.ts'

/** A redial, when it dialled, and what it hangs on. */
function started(chance = () => 1 - Number.EPSILON) {
  const clock = new FakeClock()
  const begun = clock.now()
  const dialled: number[] = []
  const sleeper: Wakefulness & { awake: boolean } = { awake: true, onWake: () => () => {} }
  const redial = new Redial({
    clock,
    wakefulness: sleeper,
    random: () => chance(),
    first: 1000,
    most: 8000,
    dial: () => dialled.push(Math.round(clock.now() - begun)),
  })
  return { clock, dialled, sleeper, redial }
}

describe('a redial', () => {
  it('[P9] waits for anything between a quarter of a bound and all of it, which doubles up to the longest', () => {
    for (const [chance, expected] of [
      [1 - Number.EPSILON, [1000, 2000, 4000, 8000, 8000]],
      [0.5, [625, 1250, 2500, 5000, 5000]],
      [0, [250, 500, 1000, 2000, 2000]],
    ] as const) {
      const { clock, dialled, redial } = started(() => chance)
      const waits: number[] = []
      for (const _ of expected) {
        const from = clock.now()
        redial.later()
        const before = dialled.length
        while (dialled.length === before) clock.advance(50)
        waits.push(Math.ceil((clock.now() - from) / 50) * 50)
      }
      expect(waits.map((wait, index) => Math.abs(wait - (expected[index] ?? 0)) <= 50)).to.not.include(false)
    }
  })

  it('[P9] dials when the server said, not sooner, and takes no word for more than a minute', () => {
    const { clock, dialled, redial } = started(() => 0)
    redial.later(3000)
    redial.woke()
    clock.advance(2999)
    expect(dialled).to.deep.equal([])
    clock.advance(1)
    expect(dialled).to.deep.equal([3000])
    redial.later(1e12)
    clock.advance(60_000)
    expect(dialled).to.deep.equal([3000, 63_000])
  })

  it('[P9] dials nothing while it sleeps, and at once on waking, whatever it had to wait for', () => {
    const { clock, dialled, sleeper, redial } = started()
    for (let attempt = 0; attempt < 10; attempt++) redial.later()
    sleeper.awake = false
    clock.advance(3_600_000)
    expect(dialled).to.deep.equal([])
    sleeper.awake = true
    redial.woke()
    expect(dialled).to.deep.equal([3_600_000])
    // Nothing of the long delays is left either.
    redial.later()
    clock.advance(1000)
    expect(dialled).to.deep.equal([3_600_000, 3_601_000])
  })

  it('dials once for a waking, and not at all where nothing is due', () => {
    const { clock, dialled, redial } = started()
    redial.woke()
    redial.later()
    redial.woke()
    redial.woke()
    clock.advance(10_000)
    expect(dialled).to.deep.equal([0])
    redial.later()
    redial.cancel()
    redial.woke()
    clock.advance(10_000)
    expect(dialled).to.deep.equal([0])
  })

  it('[P9] dials first on waking where it is begun asleep', () => {
    const { dialled, sleeper, redial } = started()
    sleeper.awake = false
    redial.now()
    expect([dialled, redial.waiting]).to.deep.equal([[], true])
    sleeper.awake = true
    redial.woke()
    expect([dialled, redial.waiting]).to.deep.equal([[0], false])
  })
})
