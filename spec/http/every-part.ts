import type { Accounts } from '../../server/accounts/accounts.ts'
import { startDoorCore } from '../rooms/keeping/support/door-core.ts'
import { application } from '../rooms/keeping/support/kept-core.ts'
import { keptRooms } from './kept-rooms.ts'

/** All that there can be over HTTP: accounts, rooms of a core of their own, and those rooms’ doors. */
export function everyPart(accounts: Accounts) {
  const core = startDoorCore()
  const identify = async (token: string) => {
    const identity = await accounts.authenticate(token)
    return identity && { ...identity.user, roles: identity.user.roles ?? [] }
  }
  /** A room of the account’s with this username. @returns its id */
  const makeRoom = async (username: string, { hidden = false } = {}): Promise<string> => {
    const id = (await accounts.idOf(username)) ?? username
    const wanted = { application: application.name, name: 'Room', private: hidden }
    return (await core.keeper.make({ id, name: username, roles: [] }, wanted)).record.id
  }
  const parts = { accounts, signUp: 'open' as const, guests: true, ...keptRooms(() => core, identify) }
  return { parts, core, makeRoom }
}
