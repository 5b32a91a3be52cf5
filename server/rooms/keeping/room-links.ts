import type { Clock } from '../../protocol/clock.ts'
import type { MadeRoomLinkAnswer, RoomLinkAnswer, RoomLinksAnswer } from '../../protocol/door-messages.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import type { RoomDoors, RoomLink } from '../log/room-doors.ts'
import type { Account } from '../ports.ts'
import { SYSTEM_USER } from '../system-user.ts'
import * as alterations from './alterations.ts'
import { noteOf } from './note-of.ts'
import type { By, RoomRights } from './ports.ts'
import type { RoomKeeper } from './room-keeper.ts'

/** How many links into a room there may be that can be used. */
const MOST_LINKS = 50

/** What makes and reads links' codes; the accounts' side of them. */
export interface LinkCodes {
  make(): Pick<RoomLink, 'id' | 'secretHash'> & { readonly code: string }
  /** The link whose code this is, which no time tells. */
  find(code: string, find: (id: string) => Promise<RoomLink | undefined>): Promise<RoomLink | undefined>
}

export interface RoomLinksParts {
  readonly keeper: RoomKeeper
  readonly catalogue: RoomCatalogue
  readonly doors: RoomDoors
  readonly rights: RoomRights
  readonly codes: LinkCodes
  readonly clock: Clock
  /** A user as they are now; undefined for one who is no more, or is disabled. */
  userOf(id: string): Promise<Account | undefined>
}

/** A link that was made; its code is told this once. */
export type MadeRoomLink = Omit<MadeRoomLinkAnswer, 'path'>

/**
 * Links into rooms: whoever has one is let in, so many and until a time, as long as who made it may make one there. What
 * can't be used says `INVALID_LINK`, whatever the reason. Calls that name a room are refused as the keeper refuses them.
 */
export class RoomLinks {
  readonly #parts: RoomLinksParts

  constructor(parts: RoomLinksParts) {
    this.#parts = parts
  }

  /** @throws SocDrawError `TOO_LARGE` for more than a room may have */
  async make(by: By, roomId: string, { uses, lifetime }: { uses: number; lifetime: number }): Promise<MadeRoomLink> {
    const { keeper, doors, codes, clock } = this.#parts
    await keeper.allowed(by, roomId, 'links')
    const { code, ...named } = codes.make()
    const madeAt = clock.now()
    const link = {
      ...named,
      room: roomId,
      madeBy: (by ?? SYSTEM_USER).id,
      madeAt,
      expiresAt: madeAt + lifetime,
      usesLeft: uses,
    }
    const { id, expiresAt, usesLeft } = link
    const audit = noteOf(by, 'makeLink', { at: madeAt, room: roomId, details: { link: id, uses, lifetime } })
    if (!(await doors.addLink(link, MOST_LINKS, audit)))
      throw new SocDrawError('TOO_LARGE', `A room has ${MOST_LINKS} links at most: end some that nobody needs.`)
    return { id, code, expiresAt, usesLeft }
  }

  /** Those that can be used, the last first. */
  async list(by: By, roomId: string): Promise<RoomLinksAnswer['links']> {
    const { keeper, doors, clock, userOf } = this.#parts
    await keeper.allowed(by, roomId, 'links')
    const links = await doors.linksOf(roomId, clock.now())
    const makers = new Map<string, Account | undefined>()
    for (const { madeBy } of links) {
      // The host's own code is nobody.
      if (madeBy !== SYSTEM_USER.id && !makers.has(madeBy)) makers.set(madeBy, await userOf(madeBy))
    }
    return links.map(({ id, madeBy, madeAt, expiresAt, usesLeft }) => {
      const maker = makers.get(madeBy)
      return { id, madeAt, expiresAt, usesLeft, madeBy: maker ? { id: maker.id, name: maker.name } : null }
    })
  }

  /** @throws SocDrawError `NOT_FOUND` */
  async end(by: By, roomId: string, id: string): Promise<void> {
    const { keeper, doors, clock } = this.#parts
    await keeper.allowed(by, roomId, 'links')
    const audit = noteOf(by, 'endLink', { at: clock.now(), room: roomId, details: { link: id } })
    if (!(await doors.removeLink(roomId, id, audit))) throw new SocDrawError('NOT_FOUND')
  }

  /** What a link leads into; that does not use it. */
  async look(by: Account, code: string): Promise<RoomLinkAnswer> {
    const { catalogue } = this.#parts
    const link = await this.#find(code)
    const found = await this.#open(by, link, await catalogue.find(link.room))
    return this.#answer(by, found)
  }

  /** Lets its user in: durable together with the use, and in force, when it resolves. Whoever may enter anyway uses nothing up. */
  async use(by: Account, code: string): Promise<RoomLinkAnswer> {
    const { keeper, doors, clock } = this.#parts
    const { id, room } = await this.#find(code)
    const found = await keeper.enterBy(by, room, {
      operation: 'useLink',
      open: async (there) => this.#open(by, await this.#find(code), there),
      alter: (there) => {
        const altered = alterations.invited(by.id, clock.now())(there)
        return altered && { ...altered, details: { link: id } }
      },
      async store(change, audit) {
        const done = await doors.useLink({ id, now: clock.now() }, change, audit)
        if (done === 'unusable') throw new SocDrawError('INVALID_LINK')
        return done
      },
    })
    return this.#answer(by, found)
  }

  async #find(code: string): Promise<RoomLink> {
    const { codes, doors, clock } = this.#parts
    const link = await codes.find(code, (id) => doors.findLink(id))
    if (!link || link.usesLeft <= 0 || link.expiresAt <= clock.now()) throw new SocDrawError('INVALID_LINK')
    return link
  }

  /** The room that a link leads into, for whoever has it. */
  async #open(by: Account, { madeBy }: RoomLink, found: CataloguedRoom | undefined): Promise<CataloguedRoom> {
    const { rights, userOf } = this.#parts
    const maker = await userOf(madeBy)
    // The host's own code may make one anywhere.
    const mayMake = madeBy === SYSTEM_USER.id || (maker && found && rights.may(maker, 'links', found))
    if (!found || found.archived || !mayMake) throw new SocDrawError('INVALID_LINK')
    if (!rights.may(by, 'enter', found) && !rights.mayKnock(by, found)) throw new SocDrawError('INVALID_LINK')
    return found
  }

  #answer(by: Account, found: CataloguedRoom): RoomLinkAnswer {
    const { id, name, application } = found.record
    return { room: { id, name, application }, mayEnter: this.#parts.rights.may(by, 'enter', found) }
  }
}
