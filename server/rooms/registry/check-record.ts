import type { AnyApplication } from '../../contract/application.ts'
import { checkUserId } from '../../protocol/check-user.ts'
import { isPrintableName } from '../../protocol/printable.ts'
import { isRoomId, ROOM_ID_WORDS } from '../../protocol/room-id.ts'
import { WATCH } from '../../protocol/room-operations.ts'
import { copyJson } from '../../state/json.ts'
import type { RoomRecord } from '../ports.ts'
import { optionsOf } from '../room/lifecycle.ts'
import { playersOf } from '../room/listing-of.ts'

/** @throws TypeError for an id or name that no room can have, and for settings that its application doesn't take */
export function checkRecord(application: AnyApplication, record: RoomRecord): void {
  checkNames(record)
  const { min, max } = playersOf(application, record)
  const { players } = application
  const whole = Number.isSafeInteger(min) && Number.isSafeInteger(max)
  if (!whole || min < players.min || max > players.max || min > max) {
    throw new TypeError(`room ${record.id}: players must be whole numbers from ${players.min} to ${players.max}`)
  }
  checkOptions(application, record)
  checkWatch(application, record)
}

/** The id stands in the room's address, the name in lists and titles; who may enter must be somebody who can be there. */
function checkNames({ id, name, users = [], owner, moderators = [] }: RoomRecord): void {
  if (!isRoomId(id)) throw new TypeError(`${JSON.stringify(id)} can’t be a room’s id: ${ROOM_ID_WORDS}`)
  if (!isPrintableName(name)) {
    throw new TypeError(`room ${id}: ${JSON.stringify(name)} can’t be its name: 1 to 100 characters that can be shown`)
  }
  if (!Array.isArray(users)) throw new TypeError(`room ${id}: users must be a list of users’ ids`)
  for (const user of users) checkUserId(user, `a user of room ${id}`)
  if (!Array.isArray(moderators)) throw new TypeError(`room ${id}: moderators must be a list of users’ ids`)
  for (const moderator of moderators) checkUserId(moderator, `a moderator of room ${id}`)
  if (owner !== undefined) checkUserId(owner, `the owner of room ${id}`)
}

function checkOptions(application: AnyApplication, record: RoomRecord): void {
  const { id, options } = record
  if (options !== undefined && !application.options)
    throw new TypeError(`room ${id}: ${application.name} has no options`)
  try {
    // A store keeps them as JSON: what that would change is told now.
    if (options !== undefined) copyJson(options, { root: 'options' })
  } catch (error) {
    throw new TypeError(`room ${id}: ${error instanceof Error ? error.message : 'its options are no JSON'}`)
  }
  optionsOf(application, record)
}

function checkWatch({ name, spectators }: AnyApplication, { id, watch }: RoomRecord): void {
  if (watch === undefined) return
  if (!WATCH.includes(watch)) throw new TypeError(`room ${id}: watch must be one of ${WATCH.join(', ')}`)
  if (!spectators) throw new TypeError(`room ${id}: ${name} is not for watching`)
}
