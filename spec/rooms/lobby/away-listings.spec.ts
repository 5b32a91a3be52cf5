import { expect } from 'chai'
import { channelsOf } from '../../../server/cluster/bus-channels.ts'
import { MemoryBuses } from '../../../server/cluster/memory-bus.ts'
import type { RoomListing } from '../../../server/protocol/listings.ts'
import { AwayListings } from '../../../server/rooms/lobby/away-listings.ts'
import type { CataloguedRoom } from '../../../server/rooms/log/room-catalogue.ts'
import { Amendments } from '../../../server/rooms/registry/amendments.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'

describe('rooms that another server runs, in the list', () => {
  let clock: FakeClock
  let carries: boolean
  let buses: MemoryBuses
  /** How rooms stand in the log, by their positions. */
  let standings: Map<number, CataloguedRoom['standing']>
  let reports: unknown[]
  let amendments: Amendments
  /** What happens while it is read. */
  let meanwhile: () => void | Promise<void>
  const servers: AwayListings[] = []
  beforeEach(() => {
    clock = new FakeClock()
    carries = true
    buses = new MemoryBuses(() => (carries ? 0 : undefined))
    standings = new Map([1, 2, 500].map((position) => [position, { status: 'waiting', members: 0 }]))
    reports = []
    amendments = new Amendments()
    meanwhile = () => {}
  })
  afterEach(() => {
    for (const server of servers.splice(0)) server.stop()
    expect(clock.timers, 'timers that were left').to.equal(0)
  })

  /** A server that runs no rooms: what it has read, and told of. */
  async function start(name: string, { looksAt = [] as readonly number[], runs = [] as readonly number[] } = {}) {
    const { lines, listings: exchange } = channelsOf(buses.join(name, clock))
    await lines.listen(() => expect.fail('what lists show is for nobody else'))
    const reads: (readonly number[])[] = []
    const told: string[] = []
    const looked: number[] = []
    const outdated = { times: 0 }
    let fails = false
    const stretches = new Set(looksAt)
    const server = new AwayListings({
      ...{ application: 'chat', clock, exchange, report: (error: unknown) => void reports.push(error) },
      registry: {
        at: async ({ positions }) => {
          reads.push(positions)
          await meanwhile()
          if (fails) throw new Error('the store is away')
          return positions.flatMap((position) => foundAt(position) ?? [])
        },
        reading: () => amendments.begin(),
        listing: (id) => (runs.includes(Number(id)) ? listingOf(Number(id)) : undefined),
        listingOf: ({ position }) => listingOf(position),
        lookAt: (isThere) => looked.push(...runs.filter(isThere)),
        outdateStandings: () => void outdated.times++,
      },
      stretches: () => stretches,
      tell: ({ listing: { id, members } }, onlyPreview) =>
        told.push(`${id}: ${members}${onlyPreview ? ' preview' : ''}`),
    })
    servers.push(server)
    server.looks()
    const fail = (now: boolean) => {
      fails = now
    }
    return { server, reads, told, looked, stretches, outdated, fail }
  }
  function foundAt(position: number, archived = false): CataloguedRoom | undefined {
    const standing = standings.get(position)
    const record = { id: `${position}`, name: 'R', application: 'chat' }
    return standing && { record, position, standing, origin: 'people', archived }
  }
  function listingOf(position: number): RoomListing {
    const standing = standings.get(position) ?? { status: 'waiting', members: 0 }
    return { id: `${position}`, name: 'R', position, min: 1, max: 9, ...standing }
  }
  const stands = (position: number, members: number, preview?: string) =>
    standings.set(position, { status: 'running', members, ...(preview !== undefined && { preview }) })

  it('are shown as they are within half a second of when they changed, if somebody looks there', async () => {
    const here = await start('here', { runs: [1, 2, 500] })
    const there = await start('there', { looksAt: [0] })
    await clock.pass(3000)
    there.told.splice(0)
    expect([1, 2, 500].map((position) => here.server.isLookedAt(position))).to.deep.equal([true, true, false])
    expect(here.looked, 'what they show of themselves is made').to.deep.equal([1, 2])
    stands(1, 3)
    stands(500, 9)
    for (const position of [1, 500]) here.server.changed(position)
    await clock.pass(500)
    expect(there.told).to.deep.equal(['1: 3'])
    stands(1, 3, 'hello')
    here.server.changed(1)
    await clock.pass(500)
    expect(there.told).to.deep.equal(['1: 3', '1: 3 preview'])
    here.server.changed(1)
    await clock.pass(500)
    expect(there.told, 'what is the same is not told again').to.have.length(2)
  })

  it('are shown within some seconds also where all messages are lost, whatever failed meanwhile', async () => {
    carries = false
    const there = await start('there', { looksAt: [0], runs: [2] })
    await clock.pass(3000)
    there.told.splice(0)
    stands(1, 4)
    stands(2, 5)
    there.fail(true)
    await clock.pass(3000)
    expect([there.told, reports.length]).to.deep.equal([[], 1])
    there.fail(false)
    await clock.pass(3000)
    expect(there.told, 'one that runs here tells of itself').to.deep.equal(['1: 4'])
    expect(there.outdated.times, 'what was read before is not kept').to.equal(3)
  })

  it('[P10] are not told of by what was read before they were put away', async () => {
    const there = await start('there', { looksAt: [0] })
    await clock.pass(3000)
    there.told.splice(0)
    stands(1, 4)
    meanwhile = () => {
      const archived = foundAt(1, true)
      if (archived) amendments.note(archived)
    }
    await clock.pass(3000)
    expect(there.told).to.deep.equal([])
  })

  it('cost nothing where nobody looks, and many changes few messages and few readings where somebody does', async () => {
    const here = await start('here', { runs: [1] })
    const nobody = await start('nobody')
    for (let count = 0; count < 100; count++) {
      here.server.changed(1)
      await clock.pass(20)
    }
    expect([nobody.reads, here.server.isLookedAt(1)]).to.deep.equal([[], false])
    nobody.stretches.add(0)
    nobody.server.looks()
    await clock.pass(500)
    const before = nobody.reads.length
    for (let count = 0; count < 100; count++) {
      here.server.changed(1)
      await clock.pass(20)
    }
    expect(nobody.reads.length - before).to.be.within(5, 13)
    nobody.stretches.clear()
    await clock.pass(10_000)
    expect(here.server.isLookedAt(1), 'once nobody looks any more').to.equal(false)
  })

  it('take turns where very many are looked at', async () => {
    const there = await start('there', { looksAt: Array.from({ length: 40 }, (_, stretch) => stretch) })
    await clock.pass(9100)
    expect(there.reads.map(({ length }) => length)).to.deep.equal([1024, 1024, 512])
    expect(new Set(there.reads.flat()).size).to.equal(40 * 64)
  })
})
