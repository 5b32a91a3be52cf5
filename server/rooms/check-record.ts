import type { AnyApplication } from '../contract/application.ts'
import { optionsOf } from './lifecycle.ts'
import { playersOf } from './listing-of.ts'
import type { RoomRecord } from './ports.ts'

/** @throws TypeError for a room whose settings its application doesn't take */
export function checkRecord(application: AnyApplication, record: RoomRecord): void {
  const { min, max } = playersOf(application, record)
  const { players } = application
  const whole = Number.isSafeInteger(min) && Number.isSafeInteger(max)
  if (!whole || min < players.min || max > players.max || min > max) {
    throw new TypeError(`room ${record.id}: players must be whole numbers from ${players.min} to ${players.max}`)
  }
  optionsOf(application, record)
}
