import { expect } from 'chai'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { Crowding } from '../../web/lobby/crowding.ts'

/** Tabs of one browser, each polling every ten seconds as long as it is there. */
function browser() {
  const clock = new FakeClock()
  const tabs = new Map<string, { hear: (message: unknown) => void; crowding: Crowding }>()
  const open = (name: string): Crowding => {
    let hear: (message: unknown) => void = () => undefined
    const crowding = new Crowding({
      clock,
      name,
      tabs: {
        post: (message) => {
          for (const [other, tab] of tabs) if (other !== name) tab.hear(message)
        },
        listen: (heard) => {
          hear = heard
        },
        close: () => tabs.delete(name),
      },
    })
    tabs.set(name, { hear, crowding })
    return crowding
  }
  /** Lets half a minute go by, in which these tabs poll. */
  const pass = async (polling: readonly Crowding[]): Promise<void> => {
    for (let second = 0; second < 31; second += 1) {
      for (const each of polling) each.polled()
      await clock.advance(1_000)
    }
  }
  return { open, pass }
}

describe('tabs that poll', () => {
  it('are too many from the sixth on, and no longer once one is closed', async () => {
    const { open, pass } = browser()
    const five = [1, 2, 3, 4, 5].map((tab) => open(`tab ${tab}`))
    await pass(five)
    expect(five.some(({ crowded }) => crowded)).to.equal(false)
    const sixth = open('tab 6')
    let told = 0
    sixth.subscribe(() => {
      told += 1
    })
    await pass([...five, sixth])
    expect([...five, sixth].every(({ crowded }) => crowded)).to.equal(true)
    five[0]?.stop()
    await pass([...five.slice(1), sixth])
    expect([sixth.crowded, told]).to.deep.equal([false, 2])
  })

  it('are counted without those that have a connection of their own', async () => {
    const { open, pass } = browser()
    const all = [1, 2, 3, 4, 5, 6, 7].map((tab) => open(`tab ${tab}`))
    await pass(all.slice(0, 5))
    expect(all.some(({ crowded }) => crowded)).to.equal(false)
  })
})
