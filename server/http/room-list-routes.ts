import {
  type AllRoomsAnswer,
  type AllRoomsQuery,
  allRoomsAnswer,
  allRoomsQuery,
  type RoomsAnswer,
  type RoomsQuery,
  roomsAnswer,
  roomsQuery,
} from '../protocol/room-list-messages.ts'
import { askerOf, letDo } from './asker.ts'
import { LISTED_A_MINUTE, limitByUser } from './limit-changes.ts'
import { operation } from './operation.ts'
import type { RoomRoutes } from './room-operation.ts'

/** `GET /rooms`: the rooms that one may see; `GET /administration/rooms`: all, for administrators. */
export function addRoomListRoutes({ api, rooms, signInLimit }: RoomRoutes): void {
  const preHandler = signInLimit === 'none' ? [] : [limitByUser(api, rooms, LISTED_A_MINUTE)]
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
    preHandler,
    handler: async (request): Promise<RoomsAnswer> => rooms.desk().list(await askerOf(request, rooms), request.query),
  })
  api.get<{ Querystring: AllRoomsQuery }>('/administration/rooms', {
    schema: operation({
      about: 'rooms',
      signedIn: true,
      id: 'listAllRooms',
      does: 'All rooms, archived and deleted ones too, with their owners, by the words of their names and a filter, a stretch at a time.',
      query: allRoomsQuery,
      answers: { 200: allRoomsAnswer },
      refusals: ['FORBIDDEN', 'RATE_LIMITED'],
    }),
    onRequest: letDo(rooms, 'seeAll'),
    preHandler,
    handler: async (request): Promise<AllRoomsAnswer> =>
      rooms.desk().listAll(await askerOf(request, rooms), request.query),
  })
}
