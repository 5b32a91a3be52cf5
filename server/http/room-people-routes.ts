import {
  type BanRequest,
  banRequest,
  type InvitedRequest,
  invitedRequest,
  type PeopleAnswer,
  peopleAnswer,
  type RoleChange,
  type RoomAnswer,
  type RoomParameters,
  type RoomUserParameters,
  roleChange,
  roomAnswer,
  roomParameters,
  roomUserParameters,
} from '../protocol/rooms-messages.ts'
import { askerOf, letDo } from './asker.ts'
import { CHANGED_A_MINUTE, limitByUser } from './limit-changes.ts'
import { operation } from './operation.ts'
import { answered, REFUSED_CHANGES, REFUSED_IN_ROOMS, type RoomRoutes } from './room-operation.ts'

/** What is taken from somebody in a room, by its address below the room's. */
const TAKEN = [
  ['removeMember', 'members', 'remove', 'Puts the user out of the room, and out of the invited ones.'],
  ['liftBan', 'bans', 'lift', 'Lets somebody come again who was banned.'],
  ['uninvite', 'invited', 'uninvite', 'Takes back that a private room is open to the user, who is out of it at once.'],
] as const

/** `/rooms/:id/people`, and what is done to them. */
export function addRoomPeopleRoutes({ api, rooms, signInLimit }: RoomRoutes): void {
  const { desk } = rooms
  const preHandler = signInLimit === 'none' ? [] : [limitByUser(api, rooms, CHANGED_A_MINUTE)]
  const common = { about: 'rooms', signedIn: true, answers: { 200: roomAnswer }, tagged: true } as const
  const ofUser = { ...common, params: roomUserParameters, refusals: [...REFUSED_CHANGES, 'NOT_FOUND'] } as const

  api.get<{ Params: RoomParameters }>('/rooms/:id/people', {
    schema: operation({
      id: 'listPeople',
      about: 'rooms',
      does: 'Who is what in the room, and who has a seat; to its moderators, who is invited and who was banned.',
      signedIn: true,
      params: roomParameters,
      answers: { 200: peopleAnswer },
      refusals: [...REFUSED_IN_ROOMS, 'ROOM_UNAVAILABLE'],
    }),
    onRequest: letDo(rooms, 'see'),
    handler: async (request): Promise<PeopleAnswer> => desk().people(await askerOf(request, rooms), request.params.id),
  })

  api.put<{ Params: RoomUserParameters; Body: RoleChange }>('/rooms/:id/roles/:user', {
    schema: operation({
      ...ofUser,
      id: 'setRoomRole',
      does: 'Gives a user a role in the room, whether they are in it or not; `owner` hands the room over.',
      body: roleChange,
    }),
    onRequest: letDo(rooms, 'setRole'),
    preHandler,
    async handler(request, reply): Promise<RoomAnswer> {
      const by = await askerOf(request, rooms)
      const { id, user } = request.params
      return answered(reply, await desk().setRole(by, id, user, request.body.role))
    },
  })

  api.put<{ Params: RoomParameters; Body: InvitedRequest }>('/rooms/:id/invited', {
    schema: operation({
      ...ofUser,
      id: 'inviteToRoom',
      does: 'Opens a private room to a user.',
      params: roomParameters,
      body: invitedRequest,
    }),
    onRequest: letDo(rooms, 'invite'),
    preHandler,
    async handler(request, reply): Promise<RoomAnswer> {
      const by = await askerOf(request, rooms)
      return answered(reply, await desk().invite(by, request.params.id, request.body))
    },
  })

  api.put<{ Params: RoomUserParameters; Body: BanRequest }>('/rooms/:id/bans/:user', {
    schema: operation({
      ...ofUser,
      id: 'ban',
      does: 'Puts the user out of the room, and keeps them out: until a time, or for good.',
      body: banRequest,
    }),
    onRequest: letDo(rooms, 'ban'),
    preHandler,
    async handler(request, reply): Promise<RoomAnswer> {
      const by = await askerOf(request, rooms)
      const { id, user } = request.params
      return answered(reply, await desk().ban(by, id, user, request.body))
    },
  })

  for (const [id, from, what, does] of TAKEN) {
    api.delete<{ Params: RoomUserParameters }>(`/rooms/:id/${from}/:user`, {
      schema: operation({ ...ofUser, id, does }),
      onRequest: letDo(rooms, what),
      preHandler,
      async handler(request, reply): Promise<RoomAnswer> {
        const by = await askerOf(request, rooms)
        return answered(reply, await desk()[what](by, request.params.id, request.params.user))
      },
    })
  }
}
