import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import type { Knock, RoomDoors } from '../log/room-doors.ts'
import type { Account, Report } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import { noteOf } from './note-of.ts'
import type { By, RoomRights } from './ports.ts'
import type { RoomKeeper } from './room-keeper.ts'

/** How many ask to be let into a room at once; those beyond are not heard. */
const MOST_KNOCKS = 50
/** For how long somebody asks, in milliseconds. */
const LASTS = 24 * 60 * 60 * 1000
/** How many knocks are on their way to the store at once. */
const MOST_UNDER_WAY = 200

export interface RoomKnocksParts {
  readonly keeper: RoomKeeper
  readonly catalogue: RoomCatalogue
  readonly registry: RoomRegistry
  readonly doors: RoomDoors
  readonly rights: RoomRights
  readonly clock: Clock
  readonly report: Report
  /** See `KeeperParts.changed`. */
  readonly changed?: (() => void) | undefined
}

/**
 * Who asks to be let into rooms that they may not enter. [P10] Whoever asks learns nothing by it: they are answered before it
 * is looked whether there is such a room, and the store is written to whether there is or not. Those who may answer are told at once, where they are connected.
 */
export class RoomKnocks {
  readonly #parts: RoomKnocksParts
  readonly #underWay = new Set<Promise<void>>()

  constructor(parts: RoomKnocksParts) {
    this.#parts = parts
  }

  /**
   * Asks for somebody, once however often, and for a day. Nobody hears of those who may enter, or are banned.
   * @throws SocDrawError `ROOM_BUSY` while there are too many, of whatever rooms
   */
  knock(by: Account, roomId: string): void {
    if (this.#underWay.size >= MOST_UNDER_WAY) throw new SocDrawError('ROOM_BUSY')
    const { report } = this.#parts
    const noted = this.#note(by, roomId)
      .catch((error: unknown) => report(error, { room: roomId, doing: 'noting who asks to be let in' }))
      .finally(() => this.#underWay.delete(noted))
    this.#underWay.add(noted)
  }

  /** Resolves when nothing is on its way to the store. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  /** Who asks, the first first. */
  async list(by: By, roomId: string): Promise<readonly Knock[]> {
    const { keeper, doors } = this.#parts
    await keeper.allowed(by, roomId, 'answerKnocks')
    return doors.knocksOf(roomId, this.#since())
  }

  /**
   * Lets in whoever asks, which is in force when it resolves, or declines that.
   * @throws SocDrawError `NOT_FOUND` where they don't ask, or not any more
   */
  async answer(by: By, roomId: string, userId: string, admit: boolean): Promise<void> {
    const { doors, keeper, clock } = this.#parts
    const knocks = await this.list(by, roomId)
    if (!knocks.some(({ user }) => user.id === userId)) throw new SocDrawError('NOT_FOUND', 'They do not ask any more.')
    // The change by which somebody is let in ends what they ask.
    if (admit) await keeper.admit(by, roomId, userId)
    const audit = noteOf(by, 'answerKnocks', { at: clock.now(), room: roomId, user: userId, details: { admit: false } })
    if (!admit) await doors.removeKnock(roomId, userId, audit)
    this.#tell(await keeper.find(by, roomId))
  }

  /** Forgets who asked too long ago, and links that are over. */
  async sweep(): Promise<void> {
    await this.#parts.doors.removeSpent(this.#parts.clock.now(), this.#since())
  }

  async #note(by: Account, roomId: string): Promise<void> {
    const { catalogue, doors, rights, clock } = this.#parts
    const found = await catalogue.find(roomId)
    const there = await doors.knocksOf(roomId, this.#since())
    const isHeard = found && !found.archived && rights.mayKnock(by, found)
    const isNew = there.length < MOST_KNOCKS && !there.some(({ user }) => user.id === by.id)
    const knock = { user: { id: by.id, name: by.name }, at: clock.now() }
    if (!isHeard || !isNew) return this.#noteNowhere(knock)
    if (await doors.knock(roomId, knock, { most: MOST_KNOCKS, since: this.#since() })) this.#tell(found)
  }

  /** [P10] The store has as much to do as with a knock that is heard, so that what its user asks next takes as long. */
  async #noteNowhere(knock: Knock): Promise<void> {
    // One of each user's, and always written anew. No room has such an id.
    await this.#parts.doors.knock(`nowhere/${knock.user.id}`, knock, { most: 1, since: knock.at + 1 })
  }

  #tell(found: CataloguedRoom): void {
    const { registry, rights, changed } = this.#parts
    changed?.()
    registry.knocked(found, (user) => rights.may(user, 'answerKnocks', found))
  }

  #since(): number {
    return this.#parts.clock.now() - LASTS
  }
}
