import { expect } from 'chai'
import fc from 'fast-check'
import { may, roleOf, seesOthers } from '../../../server/accounts/access.ts'
import { isForEveryone } from '../../../server/accounts/room-rights.ts'
import type { FindRequest } from '../../../server/protocol/events.ts'
import type { FoundRooms } from '../../../server/protocol/listings.ts'
import { LIST_FILTERS, type ListFilter } from '../../../server/protocol/room-filter.ts'
import type { Access, RoomRecord } from '../../../server/rooms/ports.ts'
import { type Core, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const USERS = Array.from({ length: 100 }, (_, at) => `u${at}`)
const NOW = 1000
const NAMES = ['Red Fox', 'red wolf', 'Fox', 'Blue Réd', 'Wolfgang'] as const
const SEARCHES = ['', 'red', 'fox', 'wolf', 'blue red', 'ox'] as const

const access: Access = {
  may: (user, operation, room) => may(user, operation, room, NOW),
  forEveryone: (room) => isForEveryone(room, NOW),
  seesOthers,
  roleOf,
}

const user = fc.constantFrom(...USERS)
const until = fc.constantFrom(null, NOW - 1, NOW + 1)
const ban = fc.record({ user, until }).map((drawn) => ({ ...drawn, by: 'u0', at: 0, reason: '' }))
/** A room's settings, as the keeper of rooms makes them: whoever sees to it is among those who may enter. */
const settings = fc
  .record({
    name: fc.constantFrom(...NAMES),
    owner: user,
    users: fc.option(fc.uniqueArray(user, { maxLength: 5 }), { nil: undefined }),
    watch: fc.constantFrom(undefined, 'nobody' as const, 'members' as const, 'everybody' as const),
    bans: fc.array(ban, { maxLength: 3 }),
    archived: fc.boolean(),
    deletedAt: fc.option(fc.constant(5), { nil: undefined, freq: 5 }),
  })
  .map(({ users, ...room }) => ({ ...room, ...(users && { users: [...new Set([...users, room.owner])] }) }))
type Settings = typeof settings extends fc.Arbitrary<infer Drawn> ? Drawn : never
/** Which room becomes what. */
const changes = fc.array(fc.tuple(fc.nat(11), settings), { maxLength: 12 })

describe('rooms that are looked for, for any rooms, rights and changes', function () {
  this.timeout(60_000)

  it('[P10] are of 100 users each those that they may enter, by names and filters too', () =>
    fc.assert(
      fc.asyncProperty(fc.array(settings, { minLength: 1, maxLength: 12 }), changes, async (rooms, changes) => {
        const core = startCore({ ...counter, spectators: true }, [], { access })
        const records = new Map<string, { record: RoomRecord; archived: boolean }>()
        for (const [at, given] of rooms.entries()) await change(core, records, `R:${at}`, given)
        for (const [at, given] of changes) if (at < rooms.length) await change(core, records, `R:${at}`, given)
        for (const [at, id] of USERS.entries()) {
          const search = SEARCHES[at % SEARCHES.length] ?? ''
          const filter = [undefined, ...LIST_FILTERS][at % 5]
          const found = await find(core.connect(id), { search, ...(filter && { filter }) })
          const wanted = [...records.values()].filter((room) => isWanted(id, room, { search, filter }))
          expect(found, `${id} ${search} ${filter}`).to.have.members(wanted.map(({ record }) => record.id))
        }
      }),
      { numRuns: 25 },
    ))
})

async function change(
  core: Core,
  records: Map<string, { record: RoomRecord; archived: boolean }>,
  id: string,
  { archived, ...given }: Settings,
): Promise<void> {
  const revision = (records.get(id)?.record.revision ?? 0) + 1
  const record: RoomRecord = { id, application: counter.name, ...JSON.parse(JSON.stringify(given)), revision }
  if (revision === 1) await core.catalogue.make({ ...record, revision: 0 }, 100)
  expect(await core.catalogue.change({ record, archived })).not.to.equal(undefined)
  records.set(id, { record, archived: archived || record.deletedAt !== undefined })
}

function isWanted(
  id: string,
  { record, archived }: { readonly record: RoomRecord; readonly archived: boolean },
  { search, filter }: { readonly search: string; readonly filter: ListFilter | undefined },
): boolean {
  const who = { id, name: id, roles: [] }
  if (!may(who, 'enter', record, NOW) && !may(who, 'spectate', record, NOW)) return false
  const words = record.name.toLowerCase().replace('é', 'e').split(' ')
  if (!search.split(' ').every((start) => words.some((word) => word.startsWith(start)))) return false
  if (filter === 'archived') return archived && record.owner === id
  if (archived || filter === 'running') return false
  return filter !== 'mine' || record.owner === id
}

async function find(tab: Tab, request: FindRequest): Promise<string[]> {
  const answer = (await tab.request('find', request)) as unknown as FoundRooms
  expect(answer.next).to.equal(null)
  return answer.rooms.map(({ id }) => id)
}
