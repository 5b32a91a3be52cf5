import { isRecord } from '../common/is-record.ts'
import type { KeyValues } from '../common/safe-storage.ts'
import type { SeenVersion } from './open-room.ts'

/** A room of one of the page's lobbies. */
export interface RoomAddress {
  readonly application: string
  readonly room: string
}

interface Remembered extends RoomAddress {
  /** The version up to which the user has seen it. */
  seen?: number
  /** Whether the user only watches it. */
  watching?: boolean
}

const KEY = 'soc-draw.rooms'
/** More rooms than anybody keeps open; bounds what a reload asks for at once. */
const MOST = 50

/** The rooms a tab has open, so that a reload returns to all of them. Another user's are forgotten. */
export class TabMemory {
  readonly #storage: KeyValues
  readonly #userId: string
  #rooms: Remembered[]
  #stopped = false

  constructor(storage: KeyValues, userId: string) {
    this.#storage = storage
    this.#userId = userId
    this.#rooms = parse(storage.getItem(KEY), userId)
  }

  get rooms(): readonly RoomAddress[] {
    return this.#rooms
  }

  /** The room's seen version; reading and writing it makes the room a remembered one. */
  seen(address: RoomAddress): SeenVersion {
    const entry = this.#entry(address)
    return {
      read: () => entry.seen,
      write: (version) => {
        if (entry.seen === version) return
        entry.seen = version
        this.#save()
      },
    }
  }

  /** Whether the user only watches the room. */
  isWatching(address: RoomAddress): boolean {
    return this.#rooms.find((each) => same(each, address))?.watching === true
  }

  /** Makes the room a remembered one too. */
  setWatching(address: RoomAddress, watching: boolean): void {
    const entry = this.#entry(address)
    if ((entry.watching ?? false) === watching) return
    entry.watching = watching
    this.#save()
  }

  forget(address: RoomAddress): void {
    this.#rooms = this.#rooms.filter((each) => !same(each, address))
    this.#save()
  }

  /** From now on nothing is written: the tab's memory is somebody else's. */
  stop(): void {
    this.#stopped = true
  }

  #entry(address: RoomAddress): Remembered {
    const known = this.#rooms.find((each) => same(each, address))
    if (known !== undefined) return known
    const entry: Remembered = { application: address.application, room: address.room }
    this.#rooms = [...this.#rooms, entry].slice(-MOST)
    this.#save()
    return entry
  }

  #save(): void {
    if (this.#stopped) return
    this.#storage.setItem(KEY, JSON.stringify({ user: this.#userId, rooms: this.#rooms }))
  }
}

function same(left: RoomAddress, right: RoomAddress): boolean {
  return left.application === right.application && left.room === right.room
}

function parse(text: string | null, userId: string): Remembered[] {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    if (!isRecord(value) || value.user !== userId || !Array.isArray(value.rooms)) return []
    return value.rooms.filter(isRemembered).slice(-MOST)
  } catch {
    // Written by something else under our key: nothing to return to.
    return []
  }
}

function isRemembered(value: unknown): value is Remembered {
  if (!isRecord(value) || typeof value.application !== 'string' || typeof value.room !== 'string') return false
  if (value.watching !== undefined && typeof value.watching !== 'boolean') return false
  return value.seen === undefined || typeof value.seen === 'number'
}
