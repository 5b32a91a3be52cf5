import type { Account } from '../../../../server/rooms/ports.ts'
import { KINDS, type Kind, PEOPLE, type Person } from '../../../support/rights-table.ts'
import { startDoorCore } from './door-core.ts'
import { application, user } from './kept-core.ts'

/** Who may do all: an administrator. */
export const root = user('root', 'administrator')
/** To whom things are done: somebody invited. */
export const TARGET = 'bob'

/** A room of a kind with all who can be something in it, and somebody to whom things are done. */
export async function roomOfKind(kind: Kind) {
  const { hosted, deletedAt, bans, ...people } = { hosted: false, deletedAt: undefined, ...KINDS[kind] }
  const users = [...people.users, TARGET]
  const banned = bans.map((ban) => ({ ...ban, by: 'olga', at: 0, reason: '' }))
  const core = startDoorCore(hosted ? [{ id: 'H', name: 'Room', ...people, users, bans: banned }] : [])
  const { keeper } = core
  if (hosted) return { ...core, id: 'H' }
  const olga = user('olga')
  const { id } = (await keeper.make(olga, { application: application.name, name: 'Room', private: true })).record
  for (const each of users.filter((each) => each !== 'olga')) await keeper.invite(olga, id, each)
  await keeper.setRole(olga, id, 'mo', 'moderator')
  await keeper.ban(olga, id, 'ned', { until: null, reason: '' })
  if (deletedAt !== undefined) await keeper.delete(olga, id)
  return { ...core, id }
}

export function accountOf(person: Person): Account {
  const { id, roles } = PEOPLE[person]
  return user(id, ...roles)
}
