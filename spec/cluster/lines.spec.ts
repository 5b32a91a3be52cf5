import { expect } from 'chai'
import type { Line } from '../../server/cluster/line.ts'
import { Lines } from '../../server/cluster/lines.ts'
import { type Carry, MemoryBuses } from '../../server/cluster/memory-bus.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { ProcessClock } from '../simulation/process-clock.ts'

/** Nodes whose lines carry what `carry` lets through. */
async function startNodes(carry: Carry = () => 5) {
  const time = new FakeClock()
  const buses = new MemoryBuses(carry)
  const start = async (name: string, lease: number) => {
    const clock = new ProcessClock(time, 0)
    const held: { lease: number | undefined } = { lease }
    const told: string[] = []
    const reports: unknown[] = []
    const answered: Line[] = []
    const user = (as: string) => ({
      hear: (line: Line, body: unknown) => {
        if (as === 'owner' && !answered.includes(line)) answered.push(line)
        if (body === 'nonsense') throw new Error('that can’t be')
        told.push(`${as} hears ${String(body)}`)
        return body === 'pause'
      },
      ended: () => void told.push(`${as}’s line ends`),
    })
    const ports = {
      clock,
      monotonic: () => time.now(),
      ownership: held,
      dialler: user('dialler'),
      owner: user('owner'),
    }
    const bus = buses.join(name, clock)
    const lines = new Lines({ name, bus, ...ports, report: (error) => void reports.push(error) })
    await lines.begin()
    return { name, lines, told, clock, held, answered, reports, bus }
  }
  return { time, ann: await start('ann', 1), bob: await start('bob', 2) }
}

const BOB = { lease: 2, node: 'bob' }
const say = (line: Line | undefined, body: unknown): void => line?.say(JSON.stringify(body))

describe('lines between nodes', () => {
  it('carry what is said in order, both ways, and stay for as long as both are there', async () => {
    const { time, ann, bob } = await startNodes()
    const line = ann.lines.to(BOB)
    for (let count = 0; count < 5; count++) say(line, count)
    await time.pass(20)
    for (let count = 0; count < 3; count++) say(bob.answered[0], `back ${count}`)
    await time.pass(60_000)
    expect(bob.told).to.deep.equal([0, 1, 2, 3, 4].map((count) => `owner hears ${count}`))
    expect(ann.told).to.deep.equal([0, 1, 2].map((count) => `dialler hears back ${count}`))
    expect(ann.lines.to(BOB)).to.equal(line)
    ann.lines.stop()
    bob.lines.stop()
    await time.pass(1000)
    expect(time.timers).to.equal(0)
  })

  it('are over on both sides where anything was lost, be it the first, one between, or the last', async () => {
    for (const lost of [1, 2, 3]) {
      let said = 0
      const { time, ann, bob } = await startNodes((from) => (from === 'ann' && ++said === lost ? undefined : 5))
      const line = ann.lines.to(BOB)
      for (let count = 1; count <= 3; count++) say(line, count)
      await time.pass(700)
      expect(ann.told, `${lost}`).to.deep.equal(['dialler’s line ends'])
      const heard = [1, 2, 3].slice(0, lost - 1).map((count) => `owner hears ${count}`)
      expect(bob.told, `${lost}`).to.deep.equal([...heard, ...(lost > 1 ? ['owner’s line ends'] : [])])
      expect(ann.lines.to(BOB), `${lost}`).not.to.equal(line)
      say(line, 'nobody hears this')
      await time.pass(50)
      expect(bob.told.filter((what) => what.includes('nobody'))).to.deep.equal([])
    }
  })

  it('are over before the lease of a node that died, and none is dialled to it at once', async () => {
    const { time, ann, bob } = await startNodes()
    say(ann.lines.to(BOB), 1)
    await time.pass(1000)
    bob.clock.end()
    await time.pass(2600)
    expect(ann.told).to.deep.equal(['dialler’s line ends'])
    expect(ann.lines.to(BOB)).to.equal(undefined)
    await time.pass(3000)
    expect(ann.lines.to(BOB)).not.to.equal(undefined)
  })

  it('are over where one side stood still, whoever finds that first', async () => {
    for (const sleeper of ['ann', 'bob'] as const) {
      const nodes = await startNodes()
      say(nodes.ann.lines.to(BOB), 1)
      await nodes.time.pass(1000)
      nodes[sleeper].clock.sleep(10_000)
      await nodes.time.pass(20_000)
      expect(nodes.ann.told).to.deep.equal(['dialler’s line ends'])
      expect(nodes.bob.told).to.deep.equal(['owner hears 1', 'owner’s line ends'])
    }
  })

  it('[P14] are to one lease: another one answers nothing, and with its lease a node’s lines are over', async () => {
    const { time, ann, bob } = await startNodes()
    say(ann.lines.to({ lease: 7, node: 'bob' }), 'for another')
    say(ann.lines.to(BOB), 'for it')
    await time.pass(50)
    expect(bob.told).to.deep.equal(['owner hears for it'])
    expect(ann.told).to.deep.equal(['dialler’s line ends'])
    bob.held.lease = 8
    bob.lines.disown()
    await time.pass(50)
    expect(ann.told).to.deep.equal(['dialler’s line ends', 'dialler’s line ends'])
    expect(bob.told).to.deep.equal(['owner hears for it', 'owner’s line ends'])
  })

  it('let all that hangs on an answer be done before what was said after it is heard', async () => {
    const { time, ann, bob } = await startNodes(() => 0)
    say(ann.lines.to(BOB), 'first')
    await time.pass(10)
    const order = bob.told
    const line = bob.answered[0]
    for (const body of ['pause', 'next']) say(line, body)
    void Promise.resolve().then(() => order.push('said'))
    const hear = ann.told.push.bind(ann.told)
    ann.told.push = (...items) => {
      if (items[0]?.includes('pause'))
        void Promise.resolve()
          .then(() => Promise.resolve())
          .then(() => hear('all that hangs on it'))
      return hear(...items)
    }
    await time.pass(10)
    expect(ann.told).to.deep.equal(['dialler hears pause', 'all that hangs on it', 'dialler hears next'])
  })

  it('are over where what is heard can’t be, which is reported; what no node writes is nothing', async () => {
    const { time, ann, bob } = await startNodes()
    for (const text of [
      '',
      'x',
      '{}\n{}',
      '{"protocol":99,"kind":"say","line":"l","count":1,"lease":2}\n1',
      '\n',
      'null\n1',
    ])
      ann.bus.send('bob', text)
    await time.pass(50)
    expect([bob.told, bob.reports]).to.deep.equal([[], []])
    say(ann.lines.to(BOB), 'nonsense')
    await time.pass(50)
    expect(bob.reports).to.have.length(1)
    expect(ann.told).to.deep.equal(['dialler’s line ends'])
  })

  it('are dialled by nobody to itself: its own earlier lease is over any moment', async () => {
    const { ann } = await startNodes()
    expect(ann.lines.to({ lease: 0, node: 'ann' })).to.equal(undefined)
  })
})
