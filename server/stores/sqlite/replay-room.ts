import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import type { Json } from '../../state/json.ts'
import type { Connection } from './connection.ts'
import { type HeadRow, RoomReader } from './room-reader.ts'

/** A room as it was at one version. */
export interface RoomAtVersion {
  readonly version: number
  readonly room: RoomDocument
  /** Absent as long as the application was not initialised. */
  readonly state?: { [key: string]: Json }
}

/** The log doesn't reach to the version that was asked for: it reaches from `from` to `to`. */
export class UnreachableVersionError extends Error {
  override readonly name = 'UnreachableVersionError'
  readonly from: number
  readonly to: number

  constructor(id: string, { from, to }: { from: number; to: number }) {
    super(`The log of room ${id} reaches from version ${from} to version ${to}.`)
    this.from = from
    this.to = to
  }
}

/**
 * Makes a room's state at a version out of its log. The connection should be in a transaction.
 * @throws UnreachableVersionError
 */
export function replayRoom(connection: Connection, head: HeadRow, version: number): RoomAtVersion {
  const { room: key, dropped, id } = head
  const versions = connection
    .prepare<{ version: number }>('SELECT version FROM snapshots WHERE room = ? ORDER BY version')
    .all([key])
    .map((snapshot) => snapshot.version)
  // With all patches there it also reaches back to the empty room.
  const bases = dropped === 0 ? [0, ...versions] : versions
  const base = bases.findLast((base) => base <= version)
  if (base === undefined || version > head.version) {
    throw new UnreachableVersionError(id, { from: bases[0] ?? head.version, to: head.version })
  }
  const text = new RoomReader(connection).documentAt(head, { from: base, to: version })
  const parsed: { [ROOM_KEY]: RoomDocument } & { [key: string]: Json } = JSON.parse(text)
  const { [ROOM_KEY]: room, ...state } = parsed
  return room.started ? { version, room, state } : { version, room }
}
