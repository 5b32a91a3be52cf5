import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../protocol/errors.ts'
import type { RoomAnswer, RoomDetail } from '../protocol/rooms-messages.ts'
import { isOnlyFor } from './entity-tag.ts'
import type { KeptAnswers } from './kept-answers.ts'
import type { RoomParts } from './room-desk.ts'
import type { SignInLimit } from './sign-in-limit.ts'

/** What the routes of rooms are made of, and share. */
export interface RoomRoutes {
  readonly api: FastifyInstance
  readonly rooms: RoomParts
  readonly kept: KeptAnswers
  /** `none`: nobody asks too often. */
  readonly signInLimit: SignInLimit
}

/** What is refused in a room, whatever is asked there. */
export const REFUSED_IN_ROOMS: readonly ErrorCode[] = ['ROOM_NOT_FOUND', 'FORBIDDEN']
/** What any change of a room can be refused with beside that. */
export const REFUSED_CHANGES: readonly ErrorCode[] = [
  ...REFUSED_IN_ROOMS,
  'RATE_LIMITED',
  'NOT_STORED',
  'STOPPING',
  'CHANGED_MEANWHILE',
  'ROOM_BUSY',
]
/** What the end of what goes on in one can be refused with beside that: it has to be opened. */
export const REFUSED_OPENINGS: readonly ErrorCode[] = ['ROOM_ARCHIVED', 'ROOM_UNAVAILABLE', 'ROOM_TOO_NEW']

/** An answer that is known by the revision of its room. */
export function answered(reply: FastifyReply, room: RoomDetail): RoomAnswer {
  reply.header('etag', tagOfRoom(room))
  return { room }
}

/**
 * The revision that a request is for only; undefined where it is for any.
 * @throws SocDrawError `CHANGED_MEANWHILE` where the room that is there has another
 */
export function revisionWanted(room: RoomDetail, request: FastifyRequest): number | undefined {
  return isOnlyFor(tagOfRoom(room), request) ? room.revision : undefined
}

function tagOfRoom({ revision }: RoomDetail): string {
  return `"${revision}"`
}
