import { SocDrawError } from '../../protocol/errors.ts'

/** How many changes of one room may wait for each other. */
const MAX_WAITING = 100

/** Lets changes of one room happen one after the other, in the order in which they were asked for. */
export class RoomTurns {
  readonly #last = new Map<string, { readonly turn: Promise<unknown>; readonly waiting: number }>()

  /** @throws SocDrawError `ROOM_BUSY`, for too many that wait */
  async take<Result>(roomId: string, change: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(roomId)
    if (before && before.waiting >= MAX_WAITING) throw new SocDrawError('ROOM_BUSY')
    const turn = before ? before.turn.then(change, change) : change()
    const mine = { turn, waiting: (before?.waiting ?? 0) + 1 }
    this.#last.set(roomId, mine)
    try {
      return await turn
    } finally {
      if (this.#last.get(roomId) === mine) this.#last.delete(roomId)
    }
  }
}
