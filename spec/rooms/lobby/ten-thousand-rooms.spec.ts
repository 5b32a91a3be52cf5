import { expect } from 'chai'
import { may, roleOf, seesOthers } from '../../../server/accounts/access.ts'
import { isForEveryone } from '../../../server/accounts/room-rights.ts'
import { systemRandomness } from '../../../server/host/system-randomness.ts'
import { systemClock } from '../../../server/machine/system-clock.ts'
import type { RoomPage } from '../../../server/protocol/listings.ts'
import { DEFAULT_LIMITS } from '../../../server/rooms/limits.ts'
import { Lobby } from '../../../server/rooms/lobby/lobby.ts'
import type { Access, Connection } from '../../../server/rooms/ports.ts'
import { RoomRegistry } from '../../../server/rooms/registry/room-registry.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { openStore } from '../../stores/sqlite/opened-store.ts'
import { RecordingWire } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const ROOMS = 10_000
/** How long the server may take from a request to its answer, in milliseconds. */
const FIRST_STRETCH = 100
const SEARCH = 50
/** What else the machine does is no fault of the server's: the best of so many counts. */
const TRIES = 5
const NAMES = ['Evening Café', 'Sketch club', 'Quiet corner', 'Words and lines', 'Night shift'] as const

/** Every tenth is for a few only. */
const records = Array.from({ length: ROOMS }, (_, at) => ({
  id: `R:${at}`,
  name: `${NAMES[at % NAMES.length]} ${at}`,
  application: counter.name,
  madeAt: 1000 + at,
  owner: `u${at % 500}`,
  ...(at % 10 === 0 && { users: [`u${at % 500}`, `u${(at + 1) % 500}`] }),
}))

const access: Access = {
  may: (user, operation, room) => may(user, operation, room, systemClock.now()),
  forEveryone: (room) => isForEveryone(room, systemClock.now()),
  seesOthers,
  roleOf,
}

describe(`a lobby of ${ROOMS} rooms in SQLite`, function () {
  this.timeout(30_000)
  let store: SqliteStore
  let registry: RoomRegistry
  let lobby: Lobby
  let connections = 0

  before(async () => {
    store = await openStore()
    await store.rooms.ensure(records, 'people')
    const report = (error: unknown): never => {
      throw error
    }
    const common = { clock: systemClock, limits: { ...DEFAULT_LIMITS, rate: 1000, burst: 1000 }, report }
    registry = new RoomRegistry({ ...common, randomness: systemRandomness, log: store.log, catalogue: store.rooms })
    lobby = new Lobby({ ...common, application: counter, registry, wire: new RecordingWire(), access })
  })

  after(async () => {
    await registry.stop()
    lobby.stop()
    await store.close()
  })

  /** What the quickest of some tries takes, in milliseconds, each of another user’s, with nothing kept of what was read before. */
  async function best(found: number, event: string, request: object): Promise<number> {
    const tries: number[] = []
    for (let at = 0; at < TRIES; at++) {
      const user = { id: `u${++connections}`, name: 'User', roles: [] }
      const connection: Connection = { id: `${connections}`, user }
      lobby.connected(connection)
      registry.outdate()
      const started = performance.now()
      const answer = await lobby.request(connection, event, [request])
      tries.push(performance.now() - started)
      expect((answer as unknown as RoomPage).rooms).to.have.length(found)
    }
    return Math.min(...tries)
  }

  it(`shows who comes the first stretch within ${FIRST_STRETCH} ms`, async () => {
    expect(await best(100, 'rooms', { after: 0, look: true })).to.be.lessThan(FIRST_STRETCH)
  })

  for (const [what, found, request] of [
    ['the first letter', 100, { search: 'e' }],
    ['one room of all', 1, { search: `night ${ROOMS - 1}` }],
    ['no room', 0, { search: 'nothing' }],
    ['no words', 100, {}],
    ['rooms that wait', 100, { filter: 'waiting' }],
    ['one’s own', 20, { filter: 'mine' }],
  ] as const)
    it(`finds within ${SEARCH} ms: ${what}`, async () => {
      expect(await best(found, 'find', request)).to.be.lessThan(SEARCH)
    })
})
