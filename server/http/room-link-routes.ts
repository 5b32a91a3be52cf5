import {
  type MadeRoomLinkAnswer,
  madeRoomLinkAnswer,
  ROOM_LINK_LIFETIME,
  type RoomLinkAnswer,
  type RoomLinkParameters,
  type RoomLinkQuestion,
  type RoomLinkRequest,
  type RoomLinksAnswer,
  roomLinkAnswer,
  roomLinkParameters,
  roomLinkQuestion,
  roomLinkRequest,
  roomLinksAnswer,
} from '../protocol/door-messages.ts'
import { onceHeaders } from '../protocol/http-messages.ts'
import { linkPath } from '../protocol/link-path.ts'
import { type RoomParameters, roomParameters } from '../protocol/rooms-messages.ts'
import { askerOf, letDo, letIn } from './asker.ts'
import type { DoorParts } from './door-desk.ts'
import { CHANGED_A_MINUTE, limitByUser } from './limit-changes.ts'
import { operation } from './operation.ts'
import { REFUSED_IN_ROOMS, type RoomRoutes } from './room-operation.ts'
import { limitLinkUses } from './sign-in-limit.ts'

export interface DoorRoutes extends RoomRoutes {
  readonly doors: DoorParts
  /** Where the page stands, with a slash at both ends. */
  readonly basePath: string
}

const common = { about: 'rooms', signedIn: true } as const

/** `/rooms/:id/links`: links by which others come into a room, for those who see to it. */
export function addRoomLinkRoutes({ api, rooms, doors, kept, basePath, signInLimit }: DoorRoutes): void {
  const { links } = doors
  const preHandler = signInLimit === 'none' ? [] : [limitByUser(api, rooms, CHANGED_A_MINUTE)]

  api.post<{ Params: RoomParameters; Body: RoomLinkRequest }>('/rooms/:id/links', {
    schema: operation({
      ...common,
      id: 'makeRoomLink',
      does: 'Makes a link by which others come into the room: so many, until a time. Its code is told this once.',
      params: roomParameters,
      headers: onceHeaders,
      body: roomLinkRequest,
      answers: { 201: madeRoomLinkAnswer },
      refusals: [...REFUSED_IN_ROOMS, 'KEY_REUSED', 'TOO_LARGE', 'RATE_LIMITED', 'STOPPING'],
    }),
    onRequest: letDo(rooms, 'links'),
    preHandler,
    async handler(request, reply): Promise<MadeRoomLinkAnswer> {
      const by = await askerOf(request, rooms)
      const { uses = 1, lifetime = ROOM_LINK_LIFETIME } = request.body
      const made = await kept.once(request, () => links().make(by, request.params.id, { uses, lifetime }))
      reply.code(201)
      return { ...made, path: linkPath(basePath, made.code) }
    },
  })

  api.get<{ Params: RoomParameters }>('/rooms/:id/links', {
    schema: operation({
      ...common,
      id: 'listRoomLinks',
      does: 'The links into the room that can be used, those made last first.',
      params: roomParameters,
      answers: { 200: roomLinksAnswer },
      refusals: REFUSED_IN_ROOMS,
    }),
    onRequest: letDo(rooms, 'links'),
    handler: async (request): Promise<RoomLinksAnswer> => ({
      links: await links().list(await askerOf(request, rooms), request.params.id),
    }),
  })

  api.delete<{ Params: RoomLinkParameters }>('/rooms/:id/links/:link', {
    schema: operation({
      ...common,
      id: 'endRoomLink',
      does: 'Ends a link: it can’t be used any more.',
      params: roomLinkParameters,
      answers: { 204: null },
      refusals: [...REFUSED_IN_ROOMS, 'NOT_FOUND', 'RATE_LIMITED', 'STOPPING'],
    }),
    onRequest: letDo(rooms, 'links'),
    preHandler,
    async handler(request, reply) {
      await links().end(await askerOf(request, rooms), request.params.id, request.params.link)
      return reply.code(204).send()
    },
  })
}

/** `/room-links`: what whoever has a link does with it, its code in the body, where no log sees it. */
export function addRoomLinkUses({ api, rooms, doors: { links }, signInLimit }: DoorRoutes): void {
  for (const [id, what, does] of [
    ['lookAtRoomLink', 'look', 'The room that a link leads into; that does not use it.'],
    ['useRoomLink', 'use', 'Lets whoever asks into the room for good. Who may enter it anyway uses nothing up.'],
  ] as const) {
    api.post<{ Body: RoomLinkQuestion }>(`/room-links/${what}`, {
      schema: operation({
        ...common,
        id,
        does,
        body: roomLinkQuestion,
        answers: { 200: roomLinkAnswer },
        refusals: ['INVALID_LINK', 'TOO_MANY_ATTEMPTS', 'STOPPING', 'NOT_STORED', 'ROOM_BUSY'],
      }),
      onRequest: letIn(rooms),
      preHandler: signInLimit === 'none' ? [] : [limitLinkUses(api, signInLimit)],
      handler: async (request): Promise<RoomLinkAnswer> =>
        links()[what](await askerOf(request, rooms), request.body.code),
    })
  }
}
