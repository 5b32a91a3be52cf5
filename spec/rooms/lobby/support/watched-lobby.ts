import { expect } from 'chai'
import type { RoomListing } from '../../../../server/protocol/listings.ts'
import type { Concerned } from '../../../../server/rooms/lobby/recheck.ts'
import type { Access, RoomRecord } from '../../../../server/rooms/ports.ts'
import { settled, startCore, type Tab } from '../../../support/core.ts'
import { type CounterState, counter } from '../../../support/counter.ts'
import { Looker } from './looker.ts'
import { SlowCatalogue } from './slow-catalogue.ts'

/** As many as make four stretches, and more than a page. */
const ROOMS = 200
/** Longer than anything about a room waits to be told, in milliseconds. */
const LONG = 3000
/** Who goes in and out, and looks at nothing. */
const PLAYERS = ['eve', 'fay'] as const

/** Positions at the edges of stretches, of pages and of the list; and whose rooms are not everybody's. */
export const POSITIONS = [1, 2, 3, 6, 63, 64, 66, 99, 102, 127, 128, 129, 198, 199, 200] as const
export const PRIVATE = POSITIONS.filter(isPrivate)
/** Ann and Bob may be let into any room and put out of it; Cid has rooms of his own, and Dan has none. */
export const USERS = ['ann', 'bob', 'cid', 'dan'] as const
export const GUARDED = ['ann', 'bob'] as const

const application = {
  ...counter,
  players: { min: 1, max: 3 },
  preview: ({ total }: CounterState) => `total ${total}`,
}

/** A lobby whose every message is watched by who gets it, and held against who may know what in that moment. */
export class WatchedLobby {
  readonly #granted = new Set<string>()
  readonly #records = records()
  readonly #core = startCore(application, this.#records, {
    access: this.#access(),
    limits: { rate: 1_000_000, burst: 1_000_000 },
  })
  readonly slow = new SlowCatalogue(this.#core.catalogue)
  readonly #lookers = new Map<string, Looker>()
  readonly #gone: Looker[] = []
  /** The players who are in rooms, or on the way there, each over a connection of its own. */
  readonly #inside = new Map<string, { readonly tab: Tab; entered: boolean }>()
  #connections = 0

  constructor() {
    this.#core.wire.heard = (id, message) => this.#lookers.get(id)?.hear(message)
  }

  connect(user: string): Looker {
    const id = `${user}/${++this.#connections}`
    const looker = new Looker(user, ({ position }) => this.#sees(user, position))
    this.#lookers.set(id, looker)
    looker.begin(this.#core.connect(user, id))
    return looker
  }

  /** One of those who are connected; undefined where nobody is. */
  looker(which: number): Looker | undefined {
    return [...this.#lookers.values()][which % Math.max(1, this.#lookers.size)]
  }

  disconnect(which: number): void {
    const looker = this.looker(which)
    for (const [id, each] of this.#lookers) if (each === looker) this.#lookers.delete(id)
    looker?.disconnect()
    if (looker) this.#gone.push(looker)
  }

  /** A player goes into a room, or out of it. */
  move(player: number, position: number): void {
    const key = `${player} ${position}`
    const inside = this.#inside.get(key)
    if (inside) {
      this.#inside.delete(key)
      void inside.tab.request('leave', `R:${position}`)
      return
    }
    const user = PLAYERS[player] ?? 'eve'
    const tab = this.#core.connect(user, `${user}/${++this.#connections}`)
    const coming = { tab, entered: false }
    this.#inside.set(key, coming)
    void tab.request('enter', `R:${position}`, { client: tab.client }).then(({ ok }) => {
      coming.entered = ok
    })
  }

  /** A player who is in a room changes what it shows of itself. */
  count(player: number, position: number): void {
    const inside = this.#inside.get(`${player} ${position}`)
    if (inside?.entered) void inside.tab.act(`R:${position}`, 'add', { by: 1 })
  }

  /** Lets a user into a room, or puts them out, and has it looked at whom that concerns. */
  change(user: string, position: number, whom: Concerned): void {
    const right = `${user} R:${position}`
    if (!this.#granted.delete(right)) this.#granted.add(right)
    void this.#core.lobby.recheck(whom)
  }

  pass(ms: number): Promise<void> {
    return this.#core.clock.pass(ms)
  }

  /** Lets everything come to rest, and holds what each was told against what there is to be told. */
  async rest(): Promise<void> {
    this.slow.release()
    await settled()
    await this.#core.clock.pass(LONG)
    const now = await Promise.all(POSITIONS.map((position) => this.#listing(position)))
    for (const [id, looker] of this.#lookers) {
      expect(looker.faults.join(), id).to.equal('')
      for (const room of looker.list.values())
        expect(this.#sees(looker.user, room.position), `${id} ${room.id}`).to.equal(true)
      expect(looker.looking, `${id} is answered`).not.to.equal(undefined)
      for (const listing of now.filter(({ position }) => looksAt(looker, position))) {
        const expected = this.#sees(looker.user, listing.position) ? listing : undefined
        expect(looker.list.get(listing.id), `${id} ${listing.id}`).to.deep.equal(expected)
      }
    }
    for (const looker of this.#gone) expect(looker.faults.join(), `${looker.user}, gone by now`).to.equal('')
    expect(this.#core.reports).to.deep.equal([])
  }

  async stop(): Promise<void> {
    await this.#core.registry.stop()
    this.#core.lobby.stop()
  }

  async #listing(position: number): Promise<RoomListing> {
    const found = await this.#core.registry.find(`R:${position}`)
    if (!found) throw new Error(`there is no room at ${position}`)
    return this.#core.registry.listingOf(found)
  }

  #sees(user: string, position: number): boolean {
    const record = this.#records[position - 1]
    return !record?.users || record.users.includes(user) || this.#granted.has(`${user} ${record.id}`)
  }

  #access(): Access {
    return {
      may: ({ id }, _operation, { id: roomId }) => this.#sees(id, Number(roomId.slice(2))),
      forEveryone: ({ users }) => users === undefined,
      seesOthers: ({ id }) => GUARDED.some((user) => user === id),
      roleOf: (_user, _room, own) => own,
    }
  }
}

function looksAt({ looking }: Looker, position: number): boolean {
  if (looking === undefined || looking === 'nothing') return false
  return looking.positions.includes(position) || (looking.end !== undefined && position > looking.end)
}

function records(): Omit<RoomRecord, 'application'>[] {
  return Array.from({ length: ROOMS }, (_, index) => ({
    id: `R:${index + 1}`,
    name: `Room ${index + 1}`,
    ...(isPrivate(index + 1) && { users: [...PLAYERS, ...((index + 1) % 2 === 0 ? ['cid'] : [])] }),
  }))
}

function isPrivate(position: number): boolean {
  return position % 3 === 0
}
