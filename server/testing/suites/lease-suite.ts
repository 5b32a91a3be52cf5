import { expect } from 'chai'
import { LEASE_LENGTH, type Leases, type NodeFacts } from '../../rooms/log/leases.ts'
import { afterEach, beforeEach, describe, it } from './runner.ts'

/** Leases to be tested, with the time they go by. */
export interface OpenedLeases {
  readonly leases: Leases
  /** Lets so many milliseconds pass by the store's own clock. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

const factsOf = (name: string): NodeFacts => ({ name, protocol: 1, draining: false, rooms: 0 })

/** What all leases keep to. Called inside its own spec, with what opens them when there are none. */
export function describeLeases(name: string, open: () => Promise<OpenedLeases>): void {
  describe(`leases: ${name}`, () => {
    let opened: OpenedLeases
    let leases: Leases
    beforeEach(async () => {
      opened = await open()
      leases = opened.leases
    })
    afterEach(() => opened.close())
    const onDuty = async () => (await leases.nodes()).map(({ lease }) => lease)

    it('gives each taker a number of its own, also those who come at once, and again after all are over', async () => {
      const first = await Promise.all(['a', 'b', 'c', 'a'].map((node) => leases.take(factsOf(node))))
      for (const lease of first) await leases.giveBack(lease)
      const later = await leases.take(factsOf('a'))
      expect(new Set([...first, later]).size).to.equal(5)
    })

    it('tells of every node what it said of itself last', async () => {
      const one = await leases.take({ name: 'one', protocol: 7, draining: false, rooms: 0 })
      const two = await leases.take(factsOf('two'))
      expect(await leases.renew(one, { name: 'one', protocol: 7, draining: true, rooms: 12 })).to.equal(true)
      expect(await leases.nodes()).to.deep.equal([
        { lease: one, name: 'one', protocol: 7, draining: true, rooms: 12 },
        { lease: two, ...factsOf('two') },
      ])
    })

    it('[P14] lets a lease that is not renewed be over after its length, and not sooner', async () => {
      const [kept, lapsing] = [await leases.take(factsOf('kept')), await leases.take(factsOf('lapsing'))]
      await opened.pass(LEASE_LENGTH * 0.6)
      expect(await leases.renew(kept, factsOf('kept'))).to.equal(true)
      expect(await onDuty()).to.have.members([kept, lapsing])
      await opened.pass(LEASE_LENGTH * 0.5)
      expect(await onDuty()).to.deep.equal([kept])
    })

    it('[P14] never renews what is over, given back or was never taken', async () => {
      const [lapsed, given] = [await leases.take(factsOf('lapsed')), await leases.take(factsOf('given'))]
      await leases.giveBack(given)
      expect(await onDuty()).to.deep.equal([lapsed])
      await opened.pass(LEASE_LENGTH * 1.1)
      for (const lease of [lapsed, given, given + 1000]) {
        expect(await leases.renew(lease, factsOf('late')), String(lease)).to.equal(false)
        await leases.giveBack(lease)
      }
      expect(await onDuty()).to.deep.equal([])
    })
  })
}
