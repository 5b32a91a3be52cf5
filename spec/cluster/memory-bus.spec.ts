import { expect } from 'chai'
import { type Carry, MemoryBuses } from '../../server/cluster/memory-bus.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { describeBus } from '../../server/testing/suites/bus-suite.ts'

describeBus('memory', async () => {
  const clock = new FakeClock()
  const buses = new MemoryBuses()
  return { join: async (node) => buses.join(node, clock), settle: () => clock.pass(1), close: async () => {} }
})

describe('a memory bus with faults', () => {
  async function heardBy(carry: Carry, count: number, most?: number): Promise<number[]> {
    const clock = new FakeClock()
    const buses = new MemoryBuses(carry, most)
    const heard: number[] = []
    const [ann, bob] = [buses.join('ann', clock), buses.join('bob', clock)]
    await bob.listen((text) => void heard.push(Number(text)))
    for (let number = 1; number <= count; number++) ann.send('bob', `${number}`)
    await clock.pass(10_000)
    return heard
  }

  it('loses what is to be lost, and nothing else', async () => {
    let sent = 0
    expect(await heardBy(() => (++sent % 3 === 0 ? undefined : 0), 6)).to.deep.equal([1, 2, 4, 5])
  })

  it('lets nothing overtake what is slow', async () => {
    let sent = 0
    expect(await heardBy(() => (++sent === 1 ? 500 : 3), 4)).to.deep.equal([1, 2, 3, 4])
  })

  it('keeps no more than it may: what is more is lost', async () => {
    expect(await heardBy(() => 5, 12, 10)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})
