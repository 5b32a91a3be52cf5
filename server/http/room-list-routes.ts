import { type RoomsAnswer, type RoomsQuery, roomsAnswer, roomsQuery } from '../protocol/room-list-messages.ts'
import { askerOf } from './asker.ts'
import { LISTED_A_MINUTE, limitByUser } from './limit-changes.ts'
import { operation } from './operation.ts'
import type { RoomRoutes } from './room-operation.ts'

/** `GET /rooms`: the rooms that one may see. */
export function addRoomListRoutes({ api, rooms, signInLimit }: RoomRoutes): void {
  api.get<{ Querystring: RoomsQuery }>('/rooms', {
    schema: operation({
      about: 'rooms',
      signedIn: true,
      id: 'listRooms',
      does: 'The rooms that one may see, by the words of their names and a filter, a stretch at a time.',
      query: roomsQuery,
      answers: { 200: roomsAnswer },
      refusals: ['RATE_LIMITED'],
    }),
    // Nobody has it looked for rooms who is not signed in.
    onRequest: async (request) => void (await askerOf(request, rooms)),
    preHandler: signInLimit === 'none' ? [] : [limitByUser(api, rooms, LISTED_A_MINUTE)],
    handler: async (request): Promise<RoomsAnswer> => rooms.desk().list(await askerOf(request, rooms), request.query),
  })
}
