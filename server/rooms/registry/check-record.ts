import type { AnyApplication } from '../../contract/application.ts'
import { copyJson } from '../../state/json.ts'
import type { RoomRecord } from '../ports.ts'
import { optionsOf } from '../room/lifecycle.ts'
import { playersOf } from '../room/listing-of.ts'

/** @throws TypeError for a room whose settings its application doesn't take */
export function checkRecord(application: AnyApplication, record: RoomRecord): void {
  const { min, max } = playersOf(application, record)
  const { players } = application
  const whole = Number.isSafeInteger(min) && Number.isSafeInteger(max)
  if (!whole || min < players.min || max > players.max || min > max) {
    throw new TypeError(`room ${record.id}: players must be whole numbers from ${players.min} to ${players.max}`)
  }
  checkOptions(application, record)
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
