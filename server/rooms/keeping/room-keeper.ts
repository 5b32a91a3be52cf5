import type { AnyApplication } from '../../contract/application.ts'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import { faultOfUserId } from '../../protocol/check-user.ts'
import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { Role } from '../../protocol/roles.ts'
import type { RoomOperation } from '../../protocol/room-operations.ts'
import type { CataloguedRoom, RoomCatalogue, RoomChange } from '../log/room-catalogue.ts'
import type { Account, Randomness, Report, RoomRecord } from '../ports.ts'
import type { Amendment } from '../registry/room-host.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import { SYSTEM_USER } from '../system-user.ts'
import { allowedTo, mustBeAllowed, seenBy } from './allowed.ts'
import * as alterations from './alterations.ts'
import { checkKept, checkTerms } from './check-kept.ts'
import { closeRoom } from './close-room.ts'
import { newRecord, type WantedRoom } from './new-record.ts'
import { noteOf } from './note-of.ts'
import type { BanTerms, By, RoomEdit, RoomRights } from './ports.ts'
import { PurgeSweep } from './purge-sweep.ts'
import { RoomTurns } from './room-turns.ts'

/** How often a change is tried that others come before. */
const TRIES = 5

export interface KeeperParts {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly catalogue: RoomCatalogue
  readonly registry: RoomRegistry
  readonly rights: RoomRights
  readonly report: Report
  /** How many rooms an owner may have that are not deleted. */
  readonly roomsPerUser: number
  applicationOf(name: string): AnyApplication | undefined
  /** Something was changed that other servers are to know of; absent where there are none. */
  readonly changed?: (() => void) | undefined
  /** A time, in milliseconds since 1970, as whoever is banned until then is told of it. */
  timeInWords(at: number): string
}

/** By what somebody changes a room who has no right to in it: a link. */
export interface Means {
  /** What it is called in the log of what was done. */
  readonly operation: string
  /** The room, if it can be changed by this means. @throws SocDrawError where it can't, or where there is none */
  open(found: CataloguedRoom | undefined): Promise<CataloguedRoom>
  readonly alter: alterations.Alter
  /** `RoomCatalogue.change`, with the use of the means. @throws SocDrawError where it can't be used any more */
  store(change: RoomChange, audit: AuditEntry): Promise<CataloguedRoom | undefined>
}

/** What is to be done to a room. */
interface Intent {
  readonly operation: RoomOperation
  /** The id of whom it is done to. */
  readonly user?: string
  readonly revision?: number | undefined
  /** Whether the room comes to be one of those of which its owner may have so many. */
  readonly handsOver?: boolean
}

/**
 * The rooms that people make: every change of one, made by whoever may. A change is durable together with the note of who
 * made it, before it is in force; then it is in one step: in the open room, in every tab, in all lists. Whoever may not
 * see a room is refused with `ROOM_NOT_FOUND`, as where there is none; whoever sees it, and may not do that, with
 * `FORBIDDEN`. A change of a room that is not of the `revision` that was named is refused with `CHANGED_MEANWHILE`. Each
 * resolves with the room as it is then, also where it was so before. Rejects with `NOT_STORED` and `ROOM_BUSY` too.
 */
export class RoomKeeper {
  readonly #parts: KeeperParts
  readonly #turns = new RoomTurns()
  readonly #purging: PurgeSweep

  constructor(parts: KeeperParts) {
    this.#parts = parts
    this.#purging = new PurgeSweep(parts)
  }

  /** From now on deleted rooms go for good in their time: see `PurgeSweep`. */
  begin(): void {
    this.#purging.begin()
  }

  /** Resolves when nothing is done by itself any more. */
  stop(): Promise<void> {
    return this.#purging.stop()
  }

  /**
   * Makes a room, which is its maker's.
   * @param id that nobody could guess or has given to another room; random unless it is given. Where there is a room of this id already
   * that the maker may see, that is the one: it was made before, and the answer was lost.
   * @throws SocDrawError `FORBIDDEN`, `INVALID_MESSAGE`; `TOO_LARGE` for somebody who has as many as they may
   */
  async make(by: By, wanted: WantedRoom, id?: string): Promise<CataloguedRoom> {
    const { rights, catalogue, roomsPerUser } = this.#parts
    if (by && !rights.mayMake(by)) throw new SocDrawError('FORBIDDEN')
    const { clock, randomness } = this.#parts
    const record = newRecord(by, wanted, { id: id ?? randomness.name(), madeAt: clock.now() })
    checkKept(this.#applicationOf(record), record)
    const audit = noteOf(by, 'make', { at: clock.now(), room: record.id, details: { name: record.name } })
    const found = await this.#stored(record.id, () => catalogue.make(record, roomsPerUser, audit))
    if (!found && id !== undefined && (await catalogue.find(id))) return this.find(by, id)
    if (!found) throw new SocDrawError('TOO_LARGE', `Nobody has more than ${roomsPerUser} rooms.`)
    await this.#amend({ found })
    return found
  }

  /** The room, as far as there is one for whoever asks. */
  async find(by: By, roomId: string): Promise<CataloguedRoom> {
    const { catalogue, registry, rights } = this.#parts
    // Of the store, also where it is open: one that nobody may see is not to be told from none by how soon that is said.
    const found = seenBy(rights, by, await catalogue.find(roomId))
    return { ...found, standing: registry.listing(roomId) ?? found.standing }
  }

  /** The room, for whoever may do this in it; refuses others as a change does. */
  async allowed(by: By, roomId: string, operation: RoomOperation): Promise<CataloguedRoom> {
    const found = await this.find(by, roomId)
    mustBeAllowed(this.#parts.rights, { by, operation, user: undefined }, found)
    return found
  }

  /** What somebody may do with the room. */
  mayOf(by: By, found: CataloguedRoom): RoomOperation[] {
    return allowedTo(this.#parts.rights, by, found)
  }

  edit(by: By, roomId: string, edit: RoomEdit, revision?: number): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'edit', revision }, alterations.edited(edit))
  }

  archive(by: By, roomId: string, revision?: number): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'archive', revision }, alterations.archived)
  }

  restore(by: By, roomId: string, revision?: number): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'restore', revision }, alterations.restored)
  }

  /** Deletes the room: for a while its owner and administrators may recover it, and for all others there is none. */
  delete(by: By, roomId: string, revision?: number): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'delete', revision }, alterations.deleted(this.#parts.clock.now()))
  }

  /** @throws SocDrawError `TOO_LARGE` where its owner has as many rooms as they may by now */
  recover(by: By, roomId: string): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'recover', handsOver: true }, alterations.recovered)
  }

  /**
   * Ends for good what goes on in the room, as its host’s code can: what is there can still be seen. It is noted who ends it
   * before that is so, and once more where it has to be tried again. Rejects with `ROOM_ARCHIVED`, `ROOM_UNAVAILABLE` too.
   */
  async close(by: By, roomId: string, revision?: number): Promise<CataloguedRoom> {
    const found = await this.#change(by, roomId, { operation: 'close', revision }, alterations.closed)
    return closeRoom(found, this.#parts)
  }

  /**
   * Gives a user a role, whether they are there or not. Whoever is made the owner takes that over.
   * @throws SocDrawError `TOO_LARGE` for an owner who has as many rooms as they may
   */
  setRole(by: By, roomId: string, user: string, role: Role): Promise<CataloguedRoom> {
    const handsOver = role === 'owner'
    const intent = { operation: handsOver ? 'transfer' : 'setRole', user, handsOver } as const
    return this.#change(by, roomId, intent, alterations.withRole(user, role, this.#parts.clock.now()))
  }

  /** Puts a user out of the room, and takes back that they were invited. Where all may enter, they may come again. */
  remove(by: By, roomId: string, user: string): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'remove', user }, alterations.removed(user))
  }

  /** Puts a user out of the room, and keeps them out until a time, or for good. */
  async ban(by: By, roomId: string, user: string, terms: BanTerms): Promise<CataloguedRoom> {
    const now = this.#parts.clock.now()
    checkTerms(terms, now)
    const { timeInWords } = this.#parts
    const ban = alterations.banned(user, terms, { by: (by ?? SYSTEM_USER).id, now, timeInWords })
    return this.#change(by, roomId, { operation: 'ban', user }, ban)
  }

  lift(by: By, roomId: string, user: string): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'lift', user }, alterations.lifted(user, this.#parts.clock.now()))
  }

  /** Lets a user into a private room. */
  invite(by: By, roomId: string, user: string): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'invite', user }, alterations.invited(user, this.#parts.clock.now()))
  }

  /** Lets somebody in who asks for it. */
  admit(by: By, roomId: string, user: string): Promise<CataloguedRoom> {
    return this.#change(
      by,
      roomId,
      { operation: 'answerKnocks', user },
      alterations.invited(user, this.#parts.clock.now()),
    )
  }

  /** Changes a room by a means that lets somebody do so who may see nothing of it. */
  enterBy(by: Account, roomId: string, means: Means): Promise<CataloguedRoom> {
    return this.#inTurn(roomId, async () => {
      const before = await means.open(await this.#parts.catalogue.find(roomId))
      return this.#alter(by, before, means, means.alter)
    })
  }

  /**
   * A user is no more: nothing names them in the room any more, and if it was theirs, it goes to who of `heirs` has been its moderator
   * for longest, or to the archive. Resolves with whether that changed anything: once it is done, nothing does.
   */
  async depart(roomId: string, user: string, heirs: (moderators: readonly string[]) => Promise<readonly string[]>) {
    const { catalogue } = this.#parts
    const store: Means['store'] = (change, audit) => catalogue.change(change, audit)
    let changed = false
    await this.#inTurn(roomId, async () => {
      const before = seenBy(this.#parts.rights, null, await catalogue.find(roomId))
      if (before.origin === 'host') return before
      const alter = alterations.departed(user, await heirs(before.record.moderators ?? []))
      const found = await this.#alter(null, before, { operation: 'depart', store }, alter)
      changed = found !== undefined && found !== before
      return found
    })
    return changed
  }

  uninvite(by: By, roomId: string, user: string): Promise<CataloguedRoom> {
    return this.#change(by, roomId, { operation: 'uninvite', user }, alterations.withoutInvited(user))
  }

  async #change(by: By, roomId: string, intent: Intent, alter: alterations.Alter): Promise<CataloguedRoom> {
    const { operation, user, revision: seen } = intent
    const fault = user === undefined ? undefined : faultOfUserId(user)
    if (fault) throw new SocDrawError('INVALID_MESSAGE', `user must be a user’s id: ${fault}`)
    const { catalogue } = this.#parts
    const store: Means['store'] = (change, audit) =>
      intent.handsOver ? this.#handOver(change, audit) : catalogue.change(change, audit)
    return this.#inTurn(roomId, async () => {
      // What is stored, not what is in force: these are two things where a change was stored and its answer lost.
      const before = seenBy(this.#parts.rights, by, await catalogue.find(roomId))
      mustBeAllowed(this.#parts.rights, { by, operation, user }, before)
      const revision = before.record.revision ?? 0
      if (seen !== undefined && seen !== revision) throw new SocDrawError('CHANGED_MEANWHILE')
      return this.#alter(by, before, { operation, store, ...(user !== undefined && { user }) }, alter)
    })
  }

  /** @throws SocDrawError `TOO_LARGE` */
  async #handOver(change: RoomChange, audit: AuditEntry): Promise<CataloguedRoom | undefined> {
    const { catalogue, roomsPerUser } = this.#parts
    const found = await catalogue.handOver(change, roomsPerUser, audit)
    if (found === 'full') throw new SocDrawError('TOO_LARGE', `Nobody has more than ${roomsPerUser} rooms.`)
    return found
  }

  /** Tries again where another change came before it. */
  async #inTurn(roomId: string, change: () => Promise<CataloguedRoom | undefined>): Promise<CataloguedRoom> {
    return this.#turns.take(roomId, async () => {
      for (let tries = 0; tries < TRIES; tries++) {
        const changed = await change()
        if (changed) return changed
      }
      throw new SocDrawError('ROOM_BUSY')
    })
  }

  /** Undefined where another change came before it. */
  async #alter(
    by: By,
    before: CataloguedRoom,
    { operation, store, user }: Pick<Means, 'operation' | 'store'> & { readonly user?: string },
    alter: alterations.Alter,
  ): Promise<CataloguedRoom | undefined> {
    const { registry } = this.#parts
    const { id, revision = 0 } = before.record
    const altered = alter({ ...before, standing: registry.listing(id) ?? before.standing })
    if (!altered) return before
    const { archived, removed, details, noted } = altered
    const record = { ...altered.record, revision: revision + 1 }
    checkKept(this.#applicationOf(record), record)
    const whom = noted?.user ?? user
    const audit = noteOf(by, noted?.as ?? operation, {
      ...{ at: this.#parts.clock.now(), room: id },
      ...(whom !== undefined && { user: whom }),
      ...(details && { details }),
    })
    const found = await this.#stored(id, () => store({ record, archived }, audit))
    if (found) await this.#amend({ found, before, removed })
    return found
  }

  /** @throws SocDrawError `NOT_STORED`; then what the store holds by now is put in force, whatever that is */
  async #stored<Result>(roomId: string, store: () => Promise<Result>): Promise<Result> {
    const { catalogue, registry, report } = this.#parts
    try {
      return await store()
    } catch (error) {
      if (error instanceof SocDrawError) throw error
      report(error, { room: roomId, doing: 'storing a change of it' })
      const before = await registry.find(roomId).catch(() => undefined)
      const found = await catalogue.find(roomId).catch(() => undefined)
      if (found && found.record.revision !== before?.record.revision) await this.#amend({ found, before })
      throw new SocDrawError('NOT_STORED')
    }
  }

  #amend(amendment: Amendment): Promise<void> {
    this.#parts.changed?.()
    return this.#parts.registry.amend(amendment)
  }

  /** @throws SocDrawError `INVALID_MESSAGE` */
  #applicationOf({ application: name }: RoomRecord): AnyApplication {
    const application = this.#parts.applicationOf(name)
    if (!application) throw new SocDrawError('INVALID_MESSAGE', `There is no application ${JSON.stringify(name)}.`)
    return application
  }
}
