import type { Role } from '../../../../server/protocol/roles.ts'
import type { RoomPeople } from '../../../client/rooms.ts'

/** Somebody who is something to a room. */
export interface Concerned {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly seated: boolean
  readonly invited: boolean
}

/** All who are something to a room, each once: its owner, its moderators, who have a seat, who are invited. */
export function everybody({ owner, moderators, members, invited }: RoomPeople): readonly Concerned[] {
  const seers = new Set(moderators.map(({ id }) => id))
  const seats = new Set(members.map(({ id }) => id))
  const guests = new Set(invited?.map(({ id }) => id))
  const all = new Map(
    [...(owner ? [owner] : []), ...moderators, ...members, ...(invited ?? [])].map((each) => [each.id, each]),
  )
  return [...all.values()].map(({ id, name }) => ({
    ...{ id, name, seated: seats.has(id), invited: guests.has(id) },
    role: id === owner?.id ? 'owner' : seers.has(id) ? 'moderator' : 'member',
  }))
}
