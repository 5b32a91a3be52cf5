import { expect } from 'chai'
import fc from 'fast-check'
import { may } from '../../../server/accounts/access.ts'
import type { RoomListing } from '../../../server/protocol/listings.ts'
import { ROLES } from '../../../server/protocol/roles.ts'
import type { RoomRecord } from '../../../server/rooms/ports.ts'
import { settled, type Tab } from '../../support/core.ts'
import { Looker } from '../lobby/support/looker.ts'
import { SlowCatalogue } from '../lobby/support/slow-catalogue.ts'
import { application, startKeptCore, user } from './support/kept-core.ts'

const RUNS = 100
const RUNS_OF_MANY = 25
/** Longer than anything about a room waits to be told, in milliseconds. */
const LONG = 3000
const FEW = ['ann', 'bob', 'cid', 'dan'] as const
const MANY = ['ann', 'bob', ...Array.from({ length: 98 }, (_, at) => `u${at}`)] as const
const OWNERS = ['ann', 'bob'] as const
const ADMINISTRATOR = 'root'

/** Somebody as the server knows them. */
const person = (name: string) => (name === ADMINISTRATOR ? user(name, 'admin') : user(name))

/** A lobby in which people make and change rooms, watched by whoever may know of them. */
class KeptLists {
  readonly #core = startKeptCore()
  readonly slow = new SlowCatalogue(this.#core.catalogue)
  readonly #lookers: { readonly looker: Looker; readonly tab: Tab }[] = []
  readonly #made: string[] = []
  /** What each room is: as soon as that is so, and no sooner. */
  readonly #inForce = new Map<string, readonly RoomRecord[]>()

  /** @param users each with a tab; the first one has two */
  constructor(users: readonly string[]) {
    const { registry } = this.#core
    const amend = registry.amend.bind(registry)
    registry.amend = (amendment) => {
      const { record } = amendment.found
      const records = [record, ...(this.#inForce.get(record.id) ?? [])]
      this.#inForce.set(record.id, records)
      // An answer of just before is on its way: what is told meanwhile counts as newer.
      setImmediate(() => void this.#inForce.set(record.id, records.slice(0, 1)))
      return amend(amendment)
    }
    const byId = new Map<string, Looker>()
    this.#core.wire.heard = (id, message) => byId.get(id)?.hear(message)
    for (const name of [...users, ...users.slice(0, 1)]) {
      const id = `${name}/${byId.size}`
      const looker = new Looker(name, (listing) => this.#sees(name, listing))
      byId.set(id, looker)
      const tab = this.#core.connect(name, id, id, name, undefined, person(name).roles)
      looker.begin(tab)
      this.#lookers.push({ looker, tab })
    }
  }

  listAll(which: number): void {
    this.#lookers[which % this.#lookers.length]?.looker.listRooms()
  }

  async make(owner: string, closed: boolean, watch: RoomRecord['watch']): Promise<void> {
    if (this.#made.length >= 12) return
    const room = { application: application.name, name: `Room ${this.#made.length}`, private: closed, watch }
    const { record } = await this.#core.keeper.make(user(owner), room)
    this.#made.push(record.id)
  }

  /** Does it to one of the rooms, if there is one; that it may not be done is nobody's fault. */
  async change(which: number, change: (keeper: Keeper, roomId: string, now: number) => Promise<unknown>) {
    const roomId = this.#made[which % Math.max(1, this.#made.length)]
    if (roomId === undefined) return
    await change(this.#core.keeper, roomId, this.#core.clock.now()).catch((error: { code?: string }) => {
      if (error.code !== 'FORBIDDEN') throw error
    })
  }

  enter(which: number, room: number): void {
    const { tab } = this.#lookers[which % this.#lookers.length] ?? {}
    const roomId = this.#made[room % Math.max(1, this.#made.length)]
    if (tab && roomId !== undefined) void tab.request('enter', roomId, { client: tab.client })
  }

  pass(ms: number): Promise<void> {
    return this.#core.clock.pass(ms)
  }

  /** Lets everything come to rest, and holds what each was told against what there is to be told. */
  async rest(): Promise<void> {
    this.slow.release()
    await settled()
    await this.#core.clock.pass(LONG)
    const all = await this.#core.registry.list({ after: 0, limit: 100 })
    for (const { looker } of this.#lookers) {
      // Whoever is in a room is told of it, and whoever could see one that it is gone, wherever they look.
      const faults = looker.faults.filter(
        (fault) => !fault.startsWith('looks at nothing') && !fault.includes('is gone'),
      )
      expect(faults.join(), looker.user).to.equal('')
      if (looker.looking === 'nothing') continue
      const expected = all.filter(({ record, archived }) => !archived && this.#may(looker.user, record))
      const listed = [...looker.list.values()].filter(({ archived }) => !archived)
      const inOrder = listed.sort((one, other) => one.position - other.position)
      expect(inOrder, looker.user).to.deep.equal(expected.map((found) => this.#core.registry.listingOf(found)))
    }
    expect(this.#core.reports).to.deep.equal([])
  }

  async stop(): Promise<void> {
    await this.#core.registry.stop()
    this.#core.lobby.stop()
  }

  #may(name: string, record: RoomRecord): boolean {
    const now = this.#core.clock.now()
    return may(person(name), 'enter', record, now) || may(person(name), 'spectate', record, now)
  }

  /** Whoever is in a room is told of it also when it is archived. */
  #sees(name: string, { id }: RoomListing): boolean {
    return (this.#inForce.get(id) ?? []).some((record) => this.#may(name, record))
  }
}

type Keeper = ReturnType<typeof startKeptCore>['keeper']

/** Something that happens, and how a counterexample names it. */
interface Step {
  take(lists: KeptLists): unknown
  readonly [fc.toStringMethod]: () => string
}

const step = <Drawn extends unknown[]>(
  name: string,
  drawn: { [Place in keyof Drawn]: fc.Arbitrary<Drawn[Place]> },
  take: (lists: KeptLists, ...drawn: Drawn) => unknown,
): fc.Arbitrary<Step> =>
  fc.tuple<Drawn>(...drawn).map((drawn) => ({
    take: (lists) => take(lists, ...drawn),
    [fc.toStringMethod]: () => `${name} ${JSON.stringify(drawn)}`,
  }))

/** A change of one of the rooms, mostly of the first. */
const room = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(11) })
const change = <Value>(
  name: string,
  value: fc.Arbitrary<Value>,
  make: (keeper: Keeper, roomId: string, value: Value, now: number) => Promise<unknown>,
): fc.Arbitrary<Step> =>
  step<[number, Value]>(name, [room, value], (lists, which, given) =>
    lists.change(which, (keeper, id, now) => make(keeper, id, given, now)),
  )

const watch = fc.constantFrom(undefined, 'nobody' as const, 'members' as const, 'everybody' as const)
const put = fc.constantFrom('archive' as const, 'restore' as const, 'delete' as const, 'recover' as const)
const slow = fc.constantFrom('lists' as const, 'all' as const)
const forGood = { until: null, reason: '' }
/** @param which the lookers by their places; @param who whom rooms are changed for */
const stepsOf = (which: fc.Arbitrary<number>, who: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  fc.oneof(
    step('list', [which], (lists, one) => lists.listAll(one)),
    step('list', [which], (lists, one) => lists.listAll(one)),
    step('make', [fc.constantFrom(...OWNERS), fc.boolean(), watch], (lists, ...how) => lists.make(...how)),
    step('make', [fc.constantFrom(...OWNERS), fc.boolean(), watch], (lists, ...how) => lists.make(...how)),
    change('close', fc.boolean(), (keeper, id, closed) => keeper.edit(null, id, { private: closed })),
    change('name', which, (keeper, id, n) => keeper.edit(null, id, { name: `Another ${n}` })),
    change('watch', watch, (keeper, id, whom) => keeper.edit(null, id, { watch: whom ?? null })),
    change('invite', who, (keeper, id, user) => keeper.invite(null, id, user)),
    change('uninvite', who, (keeper, id, user) => keeper.uninvite(null, id, user)),
    change('remove', who, (keeper, id, user) => keeper.remove(null, id, user)),
    change('ban', who, (keeper, id, user) => keeper.ban(null, id, user, forGood)),
    change('ban for a time', fc.tuple(who, fc.constantFrom(10, 300, 900, 1800)), (keeper, id, [user, ms], now) =>
      keeper.ban(null, id, user, { until: now + ms, reason: '' }),
    ),
    change('lift', who, (keeper, id, user) => keeper.lift(null, id, user)),
    change('role', fc.tuple(who, fc.constantFrom(...ROLES)), (keeper, id, how) => keeper.setRole(null, id, ...how)),
    change('put', put, (keeper, id, what) => keeper[what](null, id)),
    change('put', put, (keeper, id, what) => keeper[what](null, id)),
    step('enter', [which, room], (lists, one, into) => lists.enter(one, into)),
    step('pass', [fc.constantFrom(0, 20, 190, 1000)], (lists, ms) => lists.pass(ms)),
    step('hold', [slow], (lists, what) => lists.slow.hold(what)),
    step('let go', [which], (lists, one) => lists.slow.letGo(one)),
    step('rest', [], (lists) => lists.rest()),
  )

/** Lets things happen, and holds at the end what each was told against what there is to be told. */
async function play(users: readonly string[], steps: readonly Step[]): Promise<void> {
  const lists = new KeptLists(users)
  for (const step of steps) {
    const done = step.take(lists)
    // What waits for a store that is slow goes on by itself.
    if (done instanceof Promise) await Promise.race([done, settled()])
  }
  await lists.rest()
  await lists.stop()
}

describe('the lists of rooms that people make and change', function () {
  this.timeout(60_000)

  it('[P10] are the rooms that each may enter or watch, for any changes, and nobody is ever told of another', () => {
    const steps = stepsOf(fc.nat(FEW.length), fc.constantFrom(...FEW))
    const all = fc.array(steps, { minLength: 5, maxLength: 50, size: 'max' })
    return fc.assert(
      fc.asyncProperty(all, (steps) => play(FEW, steps)),
      { numRuns: RUNS },
    )
  })

  it('[P10] are so of 100 users and an administrator, who all look at them', () => {
    const users = [...MANY, ADMINISTRATOR]
    const steps = stepsOf(fc.nat(users.length), fc.constantFrom(...MANY))
    const all = fc.array(steps, { minLength: 20, maxLength: 50, size: 'max' })
    const look = { take: (lists: KeptLists) => users.forEach((_, at) => void lists.listAll(at)) }
    return fc.assert(
      fc.asyncProperty(all, (steps) => play(users, [{ ...look, [fc.toStringMethod]: () => 'all look' }, ...steps])),
      { numRuns: RUNS_OF_MANY },
    )
  })
})
