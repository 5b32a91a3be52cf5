import type { RoomRecord } from '../ports.ts'
import { boundsOf, keepersOf } from './alterations.ts'
import type { By, NewRoom } from './ports.ts'

/** A room that is wanted; only the host's code says whose it is, and who may enter it. */
export type WantedRoom = NewRoom & Partial<Pick<RoomRecord, 'owner' | 'users' | 'moderators'>>

/** The first record of a room, which is its maker's, made at a time in milliseconds since 1970. */
export function newRecord(by: By, wanted: WantedRoom, { id, madeAt }: { id: string; madeAt: number }): RoomRecord {
  const { application, name, private: closed, players, watch, options } = wanted
  const { owner, moderators, users } = by ? { owner: by.id, moderators: undefined, users: undefined } : wanted
  const record: RoomRecord = {
    ...{ id, name: name.trim(), application },
    ...(owner !== undefined && { owner }),
    ...(moderators && { moderators }),
    ...(players && { players: boundsOf(players) }),
    ...(watch && { watch }),
    ...(options !== undefined && options !== null && { options }),
    ...{ madeAt, revision: 1 },
  }
  if (!closed && !users) return record
  return { ...record, users: [...new Set([...keepersOf(record), ...(users ?? [])])] }
}
