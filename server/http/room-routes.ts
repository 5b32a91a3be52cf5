import { matchHeaders, onceHeaders } from '../protocol/http-messages.ts'
import type { RoomOperation } from '../protocol/room-operations.ts'
import {
  type NewRoom,
  newRoom,
  type PlayRequest,
  playRequest,
  type RoomAnswer,
  type RoomChange,
  type RoomParameters,
  roomAnswer,
  roomChange,
  roomParameters,
} from '../protocol/rooms-messages.ts'
import { askerOf, letDo } from './asker.ts'
import { CHANGED_A_MINUTE, limitByUser, MADE_A_MINUTE } from './limit-changes.ts'
import { operation } from './operation.ts'
import {
  answered,
  REFUSED_CHANGES,
  REFUSED_IN_ROOMS,
  REFUSED_OPENINGS,
  type RoomRoutes,
  revisionWanted,
} from './room-operation.ts'

/** What is done to a room as a whole: `POST /rooms/:id/…`, or `DELETE /rooms/:id`. */
const WHOLE = [
  ['archiveRoom', 'archive', 'Puts the room away: it is in no list any more, and can only be read.'],
  ['restoreRoom', 'restore', 'Takes the room out of the archive.'],
  ['recoverRoom', 'recover', 'Makes a room that was deleted be there again: for seven days.'],
  ['closeRoom', 'close', 'Ends what goes on in the room, for good: what is there can still be seen.'],
  [
    'deleteRoom',
    'delete',
    'Deletes the room: for all but its owner and administrators there is none any more, and after seven days for nobody.',
  ],
] as const

/** `/rooms`: making rooms, and what becomes of one as a whole. */
export function addRoomRoutes({ api, rooms, kept, signInLimit }: RoomRoutes): void {
  const { desk } = rooms
  const limit = (max: number) => (signInLimit === 'none' ? [] : [limitByUser(api, rooms, max)])
  const changes = limit(CHANGED_A_MINUTE)
  const common = { about: 'rooms', signedIn: true, tagged: true } as const

  api.post<{ Body: NewRoom }>('/rooms', {
    schema: operation({
      ...common,
      id: 'makeRoom',
      does: 'Makes a room, which is of whoever asks.',
      headers: onceHeaders,
      body: newRoom,
      answers: { 201: roomAnswer },
      refusals: ['FORBIDDEN', 'KEY_REUSED', 'RATE_LIMITED', 'TOO_LARGE', 'NOT_STORED', 'STOPPING'],
    }),
    onRequest: letDo(rooms, 'make'),
    preHandler: limit(MADE_A_MINUTE),
    async handler(request, reply): Promise<RoomAnswer> {
      const by = await askerOf(request, rooms)
      const room = await kept.once(request, (mark) => desk().make(by, request.body, mark))
      reply.code(201)
      return answered(reply, room)
    },
  })

  api.post<{ Body: PlayRequest }>('/play', {
    schema: operation({
      ...common,
      id: 'playNow',
      does: 'The fullest room that waits for players and that one may enter, a seat in it kept for a moment; or a new one.',
      body: playRequest,
      answers: { 200: roomAnswer },
      refusals: ['FORBIDDEN', 'RATE_LIMITED', 'TOO_LARGE', 'ROOM_BUSY', 'NOT_STORED', 'STOPPING'],
    }),
    // Nobody has it looked for rooms who is not signed in.
    onRequest: async (request) => void (await askerOf(request, rooms)),
    preHandler: limit(MADE_A_MINUTE),
    handler: async (request, reply): Promise<RoomAnswer> =>
      answered(reply, await desk().play(await askerOf(request, rooms), request.body.application)),
  })

  api.get<{ Params: RoomParameters }>('/rooms/:id', {
    schema: operation({
      ...common,
      id: 'showRoom',
      does: 'Tells what a room is, and what one may do with it.',
      params: roomParameters,
      answers: { 200: roomAnswer },
      refusals: REFUSED_IN_ROOMS,
    }),
    onRequest: letDo(rooms, 'see'),
    handler: async (request, reply): Promise<RoomAnswer> =>
      answered(reply, await desk().show(await askerOf(request, rooms), request.params.id)),
  })

  api.patch<{ Params: RoomParameters; Body: RoomChange }>('/rooms/:id', {
    schema: operation({
      ...common,
      id: 'editRoom',
      does: 'Changes what is given; with `If-Match`, only as it was seen.',
      params: roomParameters,
      headers: matchHeaders,
      body: roomChange,
      answers: { 200: roomAnswer },
      refusals: REFUSED_CHANGES,
    }),
    onRequest: letDo(rooms, 'edit'),
    preHandler: changes,
    async handler(request, reply): Promise<RoomAnswer> {
      const by = await askerOf(request, rooms)
      const { id } = request.params
      const revision = revisionWanted(await desk().show(by, id), request)
      return answered(reply, await desk().edit(by, id, request.body, revision))
    },
  })

  for (const [id, what, does] of WHOLE) {
    api.route<{ Params: RoomParameters }>({
      method: what === 'delete' ? 'DELETE' : 'POST',
      url: what === 'delete' ? '/rooms/:id' : `/rooms/:id/${what}`,
      schema: operation({
        ...common,
        id,
        does,
        params: roomParameters,
        headers: matchHeaders,
        answers: { 200: roomAnswer },
        refusals: what === 'close' ? [...REFUSED_CHANGES, ...REFUSED_OPENINGS] : REFUSED_CHANGES,
      }),
      onRequest: letDo(rooms, what satisfies RoomOperation),
      preHandler: changes,
      async handler(request, reply): Promise<RoomAnswer> {
        const by = await askerOf(request, rooms)
        const revision = revisionWanted(await desk().show(by, request.params.id), request)
        return answered(reply, await desk()[what](by, request.params.id, revision))
      },
    })
  }
}
