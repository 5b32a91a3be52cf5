import { MAX_LOOKED_ROOMS } from '../../server/protocol/limits.ts'
import type { FoundRooms } from '../../server/protocol/listings.ts'
import type { FindOptions, RoomOrder } from './client-api.ts'
import type { Questions } from './questions.ts'
import type { RoomList } from './room-list.ts'

export interface FinderPorts {
  readonly list: RoomList
  readonly questions: Pick<Questions, 'ask'>
  /** The list has changed. */
  changed(): void
}

/** What a lobby asks of what looks for rooms: see `Lobby`. */
export interface Finding {
  find(options: FindOptions): Promise<FoundRooms>
  order(after: RoomOrder['next']): Promise<RoomOrder>
}

/** Makes what looks for rooms. */
export type MakeFinder = (ports: FinderPorts) => Finding

/** Looks for a lobby's rooms, by words or by when something happened in them, and takes what is found into its list. */
export class Finder implements Finding {
  readonly #ports: FinderPorts
  /** How often rooms were looked for anew. */
  #finds = 0
  /** Up to where the order is known from its beginning on; undefined: not at all. */
  #reached: RoomOrder['next'] | undefined

  constructor(ports: FinderPorts) {
    this.#ports = ports
  }

  async find({ after, ...request }: FindOptions): Promise<FoundRooms> {
    const { list, questions, changed } = this.#ports
    if (!after) this.#finds++
    const finds = this.#finds
    const told = list.ask()
    try {
      const { rooms, next } = await questions.ask('find', [{ ...request, ...(after && { after: [...after] }) }])
      // What was looked for before counts no more.
      if (finds === this.#finds) {
        list.find(rooms, told, !after)
        changed()
      }
      return { rooms, next }
    } finally {
      list.forget(told)
    }
  }

  async order(after: RoomOrder['next']): Promise<RoomOrder> {
    const { list, questions, changed } = this.#ports
    const known = list.rooms.filter(({ archived }) => !archived).map(({ position }) => position)
    const told = list.ask()
    try {
      const request = { known: known.slice(-MAX_LOOKED_ROOMS), ...(after && { after: [...after] as [number, number] }) }
      const { rooms, order = [], next } = await questions.ask('find', [request])
      list.keep(order, rooms, told)
      const goesOn = after ? after.join() === this.#reached?.join() : this.#reached === undefined
      if (goesOn) this.#reached = next
      if (goesOn && next === null) list.complete()
      changed()
      const ids = new Map(list.rooms.map(({ id, position }) => [position, id]))
      return { rooms: order.flatMap((position) => ids.get(position) ?? []), next }
    } finally {
      list.forget(told)
    }
  }
}
