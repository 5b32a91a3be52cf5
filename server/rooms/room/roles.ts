import { SocDrawError } from '../../protocol/errors.ts'
import type { Role } from '../../protocol/roles.ts'
import { type Person, personOf } from '../../protocol/room-document.ts'
import type { Account } from '../ports.ts'
import { giveRole } from './give-role.ts'
import type { RoomModel } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import type { Seats } from './seats.ts'

/** How many users' roles a room keeps that were given in it. */
export const MAX_GIVEN_ROLES = 1000

export interface RolesParts {
  readonly setup: RoomSetup
  readonly model: RoomModel
  readonly seats: Seats
  /** See `Access.roleOf`. */
  roleOf(user: Account, own: Role): Role
}

/**
 * Who has which role in a room. What was given in it holds, over what its record names; what the accounts' side makes of
 * that is asked when somebody takes their seat, and by `review`. The answer stands in the room's document, and changes by
 * commits only: so every action is judged by what its sender is at its turn [P2].
 */
export class Roles {
  readonly #parts: RolesParts

  constructor(parts: RolesParts) {
    this.#parts = parts
  }

  /** The user as who takes a seat now. */
  seated(user: Account): Person {
    return personOf(user, this.#parts.roleOf(user, this.#own(user.id)))
  }

  /**
   * Gives a user a role, whether they are there or not. Does nothing where they have it already.
   * @throws SocDrawError `TOO_LARGE`, for more than a room keeps
   */
  give(by: Person, userId: string, role: Role): void {
    const { model, seats } = this.#parts
    if (this.#own(userId) === role) return
    const given = model.document.roles ?? {}
    if (!Object.hasOwn(given, userId) && Object.keys(given).length >= MAX_GIVEN_ROLES)
      throw new SocDrawError('TOO_LARGE', `A room keeps the roles of ${MAX_GIVEN_ROLES} users at most.`)
    const account = seats.accounts().get(userId) ?? { id: userId, name: userId, roles: [] }
    const effective = this.#parts.roleOf(account, role)
    model.step({
      kind: 'role',
      user: by,
      document: (room) => {
        // What would be so without a word needs none: else whoever was ever promoted would be kept for good.
        if (role === this.#named(userId)) delete room.roles?.[userId]
        else {
          room.roles ??= {}
          room.roles[userId] = role
        }
        const member = room.members.find(({ id }) => id === userId)
        if (member) giveRole(member, effective)
      },
    })
  }

  /** Forgets what was given to a user who is no more. Nobody gets their id. */
  forget(userId: string): void {
    const { model } = this.#parts
    if (!Object.hasOwn(model.document.roles ?? {}, userId)) return
    model.step({ kind: 'role', document: ({ roles }) => void delete roles?.[userId] })
  }

  /** Asks anew what everybody is who is there, or one of them; who is away is asked about when they come back. */
  review(userId?: string): void {
    const { model, seats } = this.#parts
    const accounts = seats.accounts()
    const changed = model.document.members.flatMap(({ id, role }) => {
      const account = userId === undefined || userId === id ? accounts.get(id) : undefined
      const now = account && this.seated(account)
      return now && now.role !== role ? [now] : []
    })
    if (changed.length === 0) return
    model.step({
      kind: 'role',
      document: ({ members }) => {
        for (const { id, role } of changed) {
          const member = members.find((each) => each.id === id)
          if (member) giveRole(member, role)
        }
      },
    })
  }

  /** What the room itself says that a user is. */
  #own(userId: string): Role {
    const { roles = {} } = this.#parts.model.document
    return (Object.hasOwn(roles, userId) ? roles[userId] : undefined) ?? this.#named(userId)
  }

  #named(userId: string): Role {
    const { owner, moderators = [] } = this.#parts.setup.record
    if (owner === userId) return 'owner'
    return moderators.includes(userId) ? 'moderator' : 'member'
  }
}
