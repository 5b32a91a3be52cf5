import type { Clock } from '../../server/protocol/clock.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import { MAX_LOOKED_ROOMS } from '../../server/protocol/limits.ts'
import type { LookAnswer, RoomListing, RoomPage } from '../../server/protocol/listings.ts'
import { stretchOf } from '../../server/protocol/stretches.ts'
import type { LookOptions } from './client-api.ts'
import type { Questions } from './questions.ts'
import type { RoomList } from './room-list.ts'

/** The least time between two looks, in milliseconds: whoever scrolls fast sees nothing of what flies by. */
const INTERVAL = 150

export interface LookPorts {
  readonly list: RoomList
  readonly questions: Pick<Questions, 'ask'>
  readonly clock: Clock
  /** The list has changed. */
  changed(): void
}

/** What is to be looked at. */
interface Wanted {
  readonly positions: readonly number[]
  readonly end: boolean
}

/**
 * Keeps what is shown of a lobby's list up to date: says to the server what that is, takes in how it stands, and is told
 * of changes from then on. What nobody says to be shown is the first rooms of what is loaded.
 */
export class Look {
  readonly #ports: LookPorts
  #shown: readonly string[] | null = null
  /** Whether new rooms at the list's end are looked for. */
  #newRooms = true
  /** The positions of rooms whose changes have been told of since they were known. */
  #fresh = new Set<number>()
  /** The stretches that the server tells of, and the one from which it tells of all. */
  #stretches = new Set<number>()
  #endsAt: number | undefined
  /** How often the list began anew. */
  #beginnings = 0
  #asking = false
  #askedAt = Number.NEGATIVE_INFINITY
  /** Whether anything can be asked. */
  #up = false
  #cancelNext: (() => void) | undefined

  constructor(ports: LookPorts) {
    this.#ports = ports
  }

  /** @throws TypeError for more rooms than can be looked at */
  show(roomIds: readonly string[] | null, { newRooms = true }: LookOptions = {}): void {
    if (roomIds && roomIds.length > MAX_LOOKED_ROOMS) {
      throw new TypeError(`look takes ${MAX_LOOKED_ROOMS} rooms at most, not ${roomIds.length}`)
    }
    this.#shown = roomIds && [...roomIds]
    this.#newRooms = newRooms
    this.update()
  }

  /** The list has begun anew with this page, of whose rooms the server tells. */
  begin({ rooms, next }: RoomPage): void {
    this.#beginnings++
    this.#up = true
    this.#fresh = new Set()
    this.#takeIn(rooms, next === null ? (rooms.at(-1)?.position ?? 0) : undefined)
    this.update()
  }

  /** The server has told of these. */
  told(listings: readonly RoomListing[]): void {
    for (const { position } of listings) if (this.#isToldOf(position)) this.#fresh.add(position)
    this.update()
  }

  /** What there is to be shown may be another. */
  update(): void {
    if (!this.#up || this.#asking || this.#cancelNext || !this.#isOutdated(this.#wanted)) return
    const { clock } = this.#ports
    const since = Math.abs(clock.now() - this.#askedAt)
    if (since >= INTERVAL) void this.#ask()
    else
      this.#cancelNext = clock.setTimer(INTERVAL - since, () => {
        this.#cancelNext = undefined
        this.update()
      })
  }

  /** Nothing can be asked until the list begins anew. */
  stop(): void {
    this.#up = false
    this.#cancelNext?.()
    this.#cancelNext = undefined
  }

  get #wanted(): Wanted {
    const { list } = this.#ports
    const rooms = this.#shown ? this.#shown.flatMap((id) => list.get(id) ?? []) : list.rooms.slice(0, MAX_LOOKED_ROOMS)
    return { positions: rooms.map(({ position }) => position), end: this.#newRooms && list.next === null }
  }

  #isToldOf(position: number): boolean {
    const stretch = stretchOf(position)
    return this.#stretches.has(stretch) || (this.#endsAt !== undefined && stretch >= this.#endsAt)
  }

  #isOutdated({ positions, end }: Wanted): boolean {
    if (end !== (this.#endsAt !== undefined) || positions.some((position) => !this.#fresh.has(position))) return true
    const stretches = new Set(positions.map(stretchOf))
    return [...this.#stretches].some((stretch) => !stretches.has(stretch))
  }

  async #ask(): Promise<void> {
    const { list, questions, clock, changed } = this.#ports
    const { positions, end } = this.#wanted
    const beginning = this.#beginnings
    const last = list.rooms.at(-1)?.position ?? 0
    const told = list.ask()
    this.#asking = true
    this.#askedAt = clock.now()
    try {
      // Where the list has begun anew meanwhile, this may have been asked after that too: what the server tells of is not known.
      const answer = await questions.ask('look', [{ rooms: [...positions], ...(end && { end: last }) }])
      if (beginning === this.#beginnings) {
        list.refresh(positions, answer.rooms, told)
        this.#take(positions, last, answer)
        changed()
      } else this.#takeIn([], undefined)
    } catch (error) {
      // What is asked rejects with nothing else. What can't be asked at all is not asked again for this list.
      if (!(error as SocDrawError).retryable && beginning === this.#beginnings) this.#up = false
    } finally {
      list.forget(told)
      this.#asking = false
    }
    this.update()
  }

  #take(positions: readonly number[], last: number, { rooms, next }: LookAnswer): void {
    if (typeof next === 'number') this.#ports.list.goOn(next)
    this.#takeIn(rooms, next === null ? Math.max(last, rooms.at(-1)?.position ?? 0) : undefined)
    // One that is gone, and stays because one is in it, is nothing to ask for again.
    for (const position of positions) this.#fresh.add(position)
  }

  /** The server tells of the stretches of these rooms from now on, and of all after the end. */
  #takeIn(rooms: readonly RoomListing[], end: number | undefined): void {
    this.#stretches = new Set(rooms.map(({ position }) => stretchOf(position)))
    this.#endsAt = end === undefined ? undefined : stretchOf(end)
    const stillTold = [...this.#fresh].filter((position) => this.#isToldOf(position))
    this.#fresh = new Set([...stillTold, ...rooms.map(({ position }) => position)])
  }
}
