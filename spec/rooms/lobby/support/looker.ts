import type { LookRequest } from '../../../../server/protocol/events.ts'
import type { LookAnswer, RoomListing, RoomPage } from '../../../../server/protocol/listings.ts'
import type { Sent, Tab } from '../../../support/core.ts'

/** What somebody looks at, as far as they know. */
interface Looking {
  readonly positions: readonly number[]
  /** The position after which they see all; undefined where the end is not looked at. */
  readonly end: number | undefined
}

/** What was asked for, and what was told since: it is newer than the answer. */
interface Asked {
  readonly told: Set<string>
}

/**
 * Somebody with a list of rooms, which follows what it is told as the client library's does: what is told while something
 * is asked is newer than the answer. Keeps all that it was ever told.
 */
export class Looker {
  readonly user: string
  readonly list = new Map<string, RoomListing>()
  /** The ids of all rooms that it was ever told of. */
  readonly known = new Set<string>()
  /** What was told wrongly, in words. */
  readonly faults: string[] = []
  readonly #mayKnow: (listing: RoomListing) => boolean
  readonly #underWay = new Set<Asked>()
  #tab: Tab | undefined
  #last: Asked | undefined
  /** Undefined while it is not known: what was asked for last is not answered. */
  #looking: Looking | 'nothing' | undefined = 'nothing'

  /** @param mayKnow whether the user may know of a room in this moment */
  constructor(user: string, mayKnow: (listing: RoomListing) => boolean) {
    this.user = user
    this.#mayKnow = mayKnow
  }

  get looking(): Looking | 'nothing' | undefined {
    return this.#looking
  }

  begin(tab: Tab): void {
    this.#tab = tab
  }

  /** Takes what it is sent, in the moment in which it is sent. */
  hear({ event, args }: Sent): void {
    if (event === 'listings') this.#told(args[0] as readonly RoomListing[])
    else if (event === 'gone') this.#gone(args[0] as string)
    else if (event === 'lobby' && this.#tab) this.#beginAnew()
  }

  /** Asks for the first page, and looks at it. */
  listRooms(): void {
    const answered = ({ rooms, next }: RoomPage): Looking => ({
      positions: rooms.map(({ position }) => position),
      end: next === null ? (rooms.at(-1)?.position ?? 0) : undefined,
    })
    this.#ask<RoomPage>('rooms', { after: 0, look: true }, (page, told) => {
      this.#cover(page.rooms, told, ({ position }) => position <= (page.next ?? Number.POSITIVE_INFINITY))
      return answered(page)
    })
  }

  look(request: LookRequest): void {
    this.#ask<LookAnswer>('look', request, ({ rooms, next }, told) => {
      if (request === null) return 'nothing'
      this.#cover(rooms, told, ({ position }) => request.rooms.includes(position))
      return { positions: request.rooms, end: next === null ? request.end : undefined }
    })
  }

  /** Loads a page of which it is told no changes. */
  load(after: number): void {
    const asked: Asked = { told: new Set() }
    this.#underWay.add(asked)
    void this.#tab?.request('rooms', { after }).then((answer) => {
      const page = answer as unknown as RoomPage
      for (const listing of page.rooms) this.#note(listing)
      // Its list may have begun anew since.
      if (this.#underWay.delete(asked)) this.#put(page.rooms, asked.told)
    })
  }

  disconnect(): void {
    this.#tab?.disconnect()
  }

  #ask<Answer extends LookAnswer>(
    event: 'rooms' | 'look',
    request: unknown,
    take: (answer: Answer, told: ReadonlySet<string>) => Looking | 'nothing',
  ): void {
    const asked: Asked = { told: new Set() }
    this.#underWay.add(asked)
    this.#last = asked
    this.#looking = undefined
    void this.#tab?.request(event, request).then((answer) => {
      if (!answer.ok) this.faults.push(`${event} is refused: ${answer.error.code}`)
      this.#underWay.delete(asked)
      const told = answer as unknown as Answer
      for (const listing of told.rooms) this.#note(listing)
      // It has asked anew since, or its list has begun anew: that counts.
      if (this.#last !== asked) return
      this.#looking = take(told, asked.told)
    })
  }

  /** Part of the list is these rooms, and no others; but what was told since is newer. */
  #cover(rooms: readonly RoomListing[], told: ReadonlySet<string>, isPart: (listing: RoomListing) => boolean): void {
    const there = new Set(rooms.map(({ id }) => id))
    for (const listing of this.list.values()) {
      if (isPart(listing) && !there.has(listing.id) && !told.has(listing.id)) this.list.delete(listing.id)
    }
    this.#put(rooms, told)
  }

  #put(rooms: readonly RoomListing[], told: ReadonlySet<string>): void {
    for (const listing of rooms) if (!told.has(listing.id)) this.list.set(listing.id, listing)
  }

  #told(listings: readonly RoomListing[]): void {
    if (this.#looking === 'nothing') this.faults.push(`looks at nothing, and is told of ${listings[0]?.id}`)
    if (listings.length === 0) this.faults.push('is told of no room')
    for (const listing of listings) {
      this.#note(listing)
      this.#tell(listing.id)
      this.list.set(listing.id, listing)
    }
  }

  #gone(roomId: string): void {
    if (!this.known.has(roomId)) this.faults.push(`is told that ${roomId} is gone, and never knew of it`)
    this.#tell(roomId)
    this.list.delete(roomId)
  }

  #beginAnew(): void {
    const looked = this.#looking !== 'nothing'
    this.list.clear()
    this.#underWay.clear()
    this.#last = undefined
    this.#looking = 'nothing'
    if (looked) this.listRooms()
  }

  #tell(roomId: string): void {
    for (const { told } of this.#underWay) told.add(roomId)
  }

  #note(listing: RoomListing): void {
    if (!this.#mayKnow(listing)) this.faults.push(`is told of ${listing.id}, which it may not enter`)
    this.known.add(listing.id)
  }
}
