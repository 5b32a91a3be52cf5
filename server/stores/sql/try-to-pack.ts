import type { RoomAppend } from '../../rooms/log/room-log.ts'
import { type PackedAppend, packAppend } from './packed-append.ts'

/** What can't be written as text is that room's failure alone. */
export function tryToPack(append: RoomAppend): PackedAppend | Error {
  try {
    return packAppend(append)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
