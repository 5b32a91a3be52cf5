import {
  heardAnswer,
  type KnockParameters,
  type KnockReply,
  type KnocksAnswer,
  knockParameters,
  knockReply,
  knocksAnswer,
} from '../protocol/door-messages.ts'
import { type RoomParameters, roomParameters } from '../protocol/rooms-messages.ts'
import { askerOf, letDo, letIn } from './asker.ts'
import { CHANGED_A_MINUTE, limitByUser } from './limit-changes.ts'
import { operation } from './operation.ts'
import type { DoorRoutes } from './room-link-routes.ts'
import { REFUSED_CHANGES, REFUSED_IN_ROOMS } from './room-operation.ts'

/** How often one user may knock a minute, at whatever doors. */
const KNOCKS_A_MINUTE = 10

const common = { about: 'rooms', signedIn: true } as const

/** `/rooms/:id/knock`, of those who may not enter, and `/knocks`, for those who let them in. */
export function addKnockRoutes({ api, rooms, doors: { knocks }, signInLimit }: DoorRoutes): void {
  const limit = (most: number) => (signInLimit === 'none' ? [] : [limitByUser(api, rooms, most)])

  api.post<{ Params: RoomParameters }>('/rooms/:id/knock', {
    schema: operation({
      ...common,
      id: 'knock',
      does: 'Asks to be let into a private room. Answered alike, and as soon, whether there is such a room or not.',
      params: roomParameters,
      answers: { 202: heardAnswer },
      refusals: ['RATE_LIMITED', 'ROOM_BUSY', 'STOPPING'],
    }),
    onRequest: letIn(rooms),
    preHandler: limit(KNOCKS_A_MINUTE),
    async handler(request, reply) {
      knocks().knock(await askerOf(request, rooms), request.params.id)
      reply.code(202)
      return {}
    },
  })

  api.get<{ Params: RoomParameters }>('/rooms/:id/knocks', {
    schema: operation({
      ...common,
      id: 'listKnocks',
      does: 'Who asks to be let into the room, the first first.',
      params: roomParameters,
      answers: { 200: knocksAnswer },
      refusals: REFUSED_IN_ROOMS,
    }),
    onRequest: letDo(rooms, 'answerKnocks'),
    async handler(request): Promise<KnocksAnswer> {
      const found = await knocks().list(await askerOf(request, rooms), request.params.id)
      return { knocks: [...found] }
    },
  })

  api.post<{ Params: KnockParameters; Body: KnockReply }>('/rooms/:id/knocks/:user', {
    schema: operation({
      ...common,
      id: 'answerKnock',
      does: 'Lets in whoever asks for it, for good and at once, or declines that.',
      params: knockParameters,
      body: knockReply,
      answers: { 204: null },
      refusals: [...REFUSED_CHANGES, 'NOT_FOUND', 'TOO_LARGE'],
    }),
    onRequest: letDo(rooms, 'answerKnocks'),
    preHandler: limit(CHANGED_A_MINUTE),
    async handler(request, reply) {
      const { id, user } = request.params
      await knocks().answer(await askerOf(request, rooms), id, user, request.body.admit)
      return reply.code(204).send()
    },
  })
}
