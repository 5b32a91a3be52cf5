import { expect } from 'chai'
import { LeaseHolder } from '../../server/cluster/lease-holder.ts'
import { LEASE_LENGTH } from '../../server/rooms/log/leases.ts'
import { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { ProcessClock } from '../simulation/process-clock.ts'
import { FaultyLeases, type LeaseFault } from './faulty-leases.ts'

function startHolder({ skew = 0, fault }: { skew?: number; fault?: LeaseFault } = {}) {
  const time = new FakeClock()
  const store = new MemoryLeases(time)
  const leases = new FaultyLeases(store, (delay) => new Promise((resolve) => void time.setTimer(delay, resolve)))
  leases.fault = fault
  const clock = new ProcessClock(time, skew)
  const reports: string[] = []
  /** What the store still says of the lease at the moment in which the holder says that it is lost. */
  const lost: boolean[] = []
  let last: number | undefined
  const holder = new LeaseHolder({
    ...{ leases, clock, monotonic: () => time.now() },
    facts: () => ({ name: 'node', protocol: 1, draining: false, rooms: 0 }),
    lost: () => void lost.push(store.onDuty(last ?? 0) !== undefined),
    report: (error) => void reports.push(String(error)),
  })
  holder.begin()
  const pass = async (ms: number): Promise<number | undefined> => {
    // Each poll: nobody holds what the store gives to others.
    for (let passed = 0; passed < ms; passed += 50) {
      await time.pass(50)
      const { lease } = clock.asleep ? { lease: undefined } : holder
      if (lease !== undefined) expect(store.onDuty(lease), `lease ${lease}`).not.to.equal(undefined)
      last = lease ?? last
    }
    return clock.asleep ? undefined : holder.lease
  }
  return { time, store, leases, clock, holder, lost, reports, pass }
}

describe('who holds a lease', () => {
  it('takes one, and keeps it for as long as the store confirms it', async () => {
    const { pass, leases, lost, holder } = startHolder()
    expect(holder.lease).to.equal(undefined)
    expect(await pass(50)).to.equal(1)
    expect(await pass(60_000)).to.equal(1)
    expect(lost).to.deep.equal([])
    expect(leases.asked.filter((what) => what === 'take')).to.have.length(1)
    expect(leases.asked.length).to.be.within(55, 65)
  })

  it('keeps it over a failure that is shorter than it, and says once what is wrong', async () => {
    for (const fault of ['fail', 'blackhole', 'stuck'] as const) {
      const { pass, leases, lost, reports } = startHolder()
      await pass(1500)
      leases.fault = fault
      expect(await pass(1400), fault).to.equal(1)
      leases.fault = undefined
      expect(await pass(10_000), fault).to.equal(1)
      expect(lost, fault).to.deep.equal([])
      expect(reports, fault).to.have.length(fault === 'fail' ? 1 : 0)
    }
  })

  it('[P14] loses it before the store gives its rooms to others, whether that refuses or is silent, and takes another one', async () => {
    for (const fault of ['fail', 'blackhole'] as const) {
      const { pass, leases, lost } = startHolder()
      await pass(1200)
      leases.fault = fault
      expect(await pass(5000), fault).to.equal(undefined)
      expect(lost, fault).to.deep.equal([true])
      leases.fault = undefined
      expect(await pass(1500), fault).to.equal(2)
    }
  })

  it('[P14] counts from when a renewal was sent, not from its answer', async () => {
    const { pass, leases, lost, time } = startHolder()
    await pass(50)
    const begun = time.now()
    leases.fault = { late: 1700 }
    await pass(1000)
    leases.fault = 'blackhole'
    // What was sent after one second is confirmed after 2.7, and over after 4.
    expect(await pass(begun + 3700 - time.now())).to.equal(1)
    expect(await pass(400)).to.equal(undefined)
    expect(lost).to.deep.equal([true])
  })

  it('asks again while a renewal is neither answered nor refused', async () => {
    const { pass, leases } = startHolder()
    await pass(50)
    leases.fault = 'blackhole'
    await pass(1900)
    leases.fault = undefined
    expect(await pass(20_000)).to.equal(1)
  })

  it('[P14] knows after it stood still, before anything else is done, that it has none', async () => {
    const { pass, clock, lost, holder, time } = startHolder()
    await pass(500)
    clock.sleep(15_000)
    await pass(14_900)
    expect(lost).to.deep.equal([])
    // Whatever runs first, and asks.
    expect(holder.lease).to.equal(undefined)
    expect(lost).to.deep.equal([false])
    await time.pass(200)
    expect(await pass(500)).to.equal(2)
    expect(lost).to.have.length(1)
  })

  it('loses what the store says is over, and takes another one', async () => {
    const { pass, store, lost, time } = startHolder()
    await pass(500)
    await store.giveBack(1)
    await time.pass(LEASE_LENGTH / 3)
    expect(lost).to.deep.equal([false])
    expect(await pass(100)).to.equal(2)
  })

  it('whose clock is wrong by minutes holds it like the others', async () => {
    for (const skew of [-120_000, 120_000]) {
      const { pass, lost } = startHolder({ skew })
      expect(await pass(10_000)).to.equal(1)
      expect(lost).to.deep.equal([])
    }
  })

  it('[P15] gives it back when it stops, takes none after it, and leaves no timer', async () => {
    const faults: LeaseFault[] = [undefined, 'fail', 'stuck', 'blackhole']
    for (const fault of faults) {
      const { pass, store, leases, holder, time, lost } = startHolder()
      await pass(500)
      leases.fault = fault
      const stopped = holder.stop()
      await time.pass(LEASE_LENGTH)
      await stopped
      expect(await store.nodes()).to.deep.equal([])
      expect(holder.lease).to.equal(undefined)
      expect(lost).to.deep.equal([])
      expect(time.timers).to.equal(0)
    }
  })

  it('gives back what it is given after it has stopped, or has another one', async () => {
    const { pass, store, leases, holder, time } = startHolder({ fault: { late: 1500 } })
    await pass(900)
    expect(holder.lease).to.equal(undefined)
    await holder.stop()
    leases.fault = undefined
    await time.pass(1500)
    expect(await store.nodes()).to.deep.equal([])
  })
})
