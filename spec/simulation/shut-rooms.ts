import type { Clock } from '../../server/protocol/clock.ts'
import type { RoomRecord } from '../../server/rooms/ports.ts'
import type { Host } from './host.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

export interface ShutRoomsParts {
  readonly clock: Clock
  readonly random: Random
  readonly verdict: Verdict
  readonly rooms: readonly RoomRecord[]
  /** Whose code bans and deletes; undefined while there is no server. */
  server(): Host | undefined
}

/** Who is kept out of rooms for a while, by bans and by their being deleted: from the answer on they hear nothing of them. */
export class ShutRooms {
  readonly #parts: ShutRoomsParts
  /** Who was said to be banned from which room, and is not said to be let in again: `user room`. */
  readonly #banned = new Set<string>()
  /** Who is banned, or about to be. */
  readonly #banning = new Set<string>()
  /** The rooms that were said to be deleted, and are not to be recovered yet; and those that are, or are about to be. */
  readonly #deleted = new Set<string>()
  readonly #deleting = new Set<string>()

  constructor(parts: ShutRoomsParts) {
    this.#parts = parts
  }

  /** Whether the user is to hear nothing of the room. */
  isTo(user: string, room: string): boolean {
    return this.#banned.has(`${user} ${room}`) || this.#deleted.has(room)
  }

  /** [P10] A user is banned, and let in again after a while: from the answer on they hear nothing of the room. */
  async ban(user: string, room: string): Promise<void> {
    const { clock, random, verdict, rooms, server } = this.#parts
    const { owner, moderators = [] } = rooms.find(({ id }) => id === room) ?? {}
    // They would be nobody's afterwards, and their roles are held against what the rooms began with.
    if (owner === user || moderators.includes(user) || this.#banning.has(`${user} ${room}`)) return
    this.#banning.add(`${user} ${room}`)
    verdict.note(() => `${user} is to be banned from ${room}`)
    const banned = await server()?.keep((keeper) => keeper.ban(null, room, user, { until: null, reason: '' }))
    // Where it took so long that they were to be let in again meanwhile, that comes at once.
    if (banned && this.#banning.has(`${user} ${room}`)) this.#banned.add(`${user} ${room}`)
    clock.setTimer(random.delay(8000), () => this.lift(user, room))
  }

  /** A user is let in again, as the record that the room began with has them. */
  lift(user: string, room: string): void {
    this.#parts.verdict.note(() => `${user} is to be let into ${room} again`)
    this.#banned.delete(`${user} ${room}`)
    this.#banning.delete(`${user} ${room}`)
    // Whoever was banned from a private room is not invited any more.
    const invited = this.#parts.rooms.find(({ id }) => id === room)?.users?.includes(user) === true
    void this.#parts.server()?.keep(async (keeper) => {
      await keeper.lift(null, room, user)
      if (invited) await keeper.invite(null, room, user)
    })
  }

  /** [P10] A room is deleted, and recovered after a while: from the answer on nobody hears anything of it. */
  async delete(room: string): Promise<void> {
    const { clock, random, verdict, server } = this.#parts
    if (this.#deleting.has(room)) return
    this.#deleting.add(room)
    verdict.note(() => `${room} is to be deleted`)
    const deleted = await server()?.keep((keeper) => keeper.delete(null, room))
    // Where it took so long that it was to be recovered meanwhile, that comes at once.
    if (deleted && this.#deleting.has(room)) this.#deleted.add(room)
    clock.setTimer(random.delay(8000), () => this.reopen(room))
  }

  /** A room is there again, if it was deleted. */
  reopen(room: string): void {
    this.#parts.verdict.note(() => `${room} is to be recovered`)
    this.#deleting.delete(room)
    this.#deleted.delete(room)
    void this.#parts.server()?.keep((keeper) => keeper.recover(null, room))
  }
}
