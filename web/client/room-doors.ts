import type {
  KnocksAnswer,
  MadeRoomLinkAnswer,
  RoomLinkAnswer,
  RoomLinkRequest,
  RoomLinksAnswer,
} from '../../server/protocol/door-messages.ts'
import { type AskHttp, createAskHttp, expectShape } from './ask-http.ts'
import { askOnce } from './ask-once.ts'
import type { Token } from './ask-token.ts'

/** A link into a room that was made. `code` and `path`, its address below the server’s origin, are told this once. */
export type MadeRoomLink = MadeRoomLinkAnswer

/** A link into a room. Times are milliseconds since 1970. */
export type RoomLink = RoomLinksAnswer['links'][number]

/** What a link leads into, and whether one may enter that without. */
export type OpenedRoomLink = RoomLinkAnswer

/** Somebody who asks to be let in, since `at`, in milliseconds since 1970. */
export type Knock = KnocksAnswer['knocks'][number]

/**
 * How others come into private rooms. Each call rejects with `SocDrawError`: `ROOM_NOT_FOUND` for a room that one may not see;
 * `FORBIDDEN` for what one may not do there; or `CONNECTION_FAILED`.
 */
export interface RoomDoors {
  /**
   * A link that lets `uses` people in, one by default, for `lifetime` milliseconds, a week by default and 30 days at most. Sent
   * once more where the answer was lost: it makes one.
   */
  makeLink(roomId: string, link?: RoomLinkRequest): Promise<MadeRoomLink>
  /** Those that can be used, the last first. */
  links(roomId: string): Promise<readonly RoomLink[]>
  /** `NOT_FOUND` where there is no such link, or not any more. */
  endLink(roomId: string, linkId: string): Promise<void>
  /** `INVALID_LINK` for one that can’t be used: it has expired, was used up or ended, or was never one. */
  lookAtLink(code: string): Promise<OpenedRoomLink>
  /** One may enter the room from then on. `INVALID_LINK` as above. */
  useLink(code: string): Promise<OpenedRoomLink>
  /** Asks to be let in. Resolves alike whether there is such a room or not; once one is let in, it is in the lobby’s list. */
  knock(roomId: string): Promise<void>
  /** Who asks to be let in, the first first: `Lobby.onKnocked` tells when to ask again. */
  knocks(roomId: string): Promise<readonly Knock[]>
  /** Lets somebody in who asks, or declines that. `NOT_FOUND` where they don’t ask any more. */
  answerKnock(roomId: string, userId: string, admit: boolean): Promise<void>
}

/**
 * @param url the server's address, as for `connect`
 * @param options `token`: a session's, or a function that gives it, asked at each call
 */
export function roomDoors(url: string, { token }: { readonly token: Token }): RoomDoors {
  const askHttp = createAskHttp((input, init) => fetch(input, init), url.endsWith('/') ? url : `${url}/`)
  const ask: AskHttp = async (path, question) =>
    askHttp(path, { ...question, token: typeof token === 'string' ? token : await token() })
  const post = (path: string, body?: object) => ask(path, { method: 'POST', ...(body && { body }) })
  const pathOf = (roomId: string, what: string) => `rooms/${encodeURIComponent(roomId)}/${what}`
  return {
    makeLink: async (roomId, body = {}) => expectShape(await askOnce(ask, pathOf(roomId, 'links'), { body }), isMade),
    links: async (roomId) => expectShape(await ask(pathOf(roomId, 'links')), hasLinks).links,
    async endLink(roomId, linkId) {
      await ask(pathOf(roomId, `links/${encodeURIComponent(linkId)}`), { method: 'DELETE' })
    },
    lookAtLink: async (code) => expectShape(await post('room-links/look', { code }), isOpened),
    useLink: async (code) => expectShape(await post('room-links/use', { code }), isOpened),
    async knock(roomId) {
      await post(pathOf(roomId, 'knock'))
    },
    knocks: async (roomId) => expectShape(await ask(pathOf(roomId, 'knocks')), hasKnocks).knocks,
    async answerKnock(roomId, userId, admit) {
      await post(pathOf(roomId, `knocks/${encodeURIComponent(userId)}`), { admit })
    },
  }
}

function isMade(answer: unknown): answer is MadeRoomLink {
  const { id, code, path } = (answer ?? {}) as Partial<MadeRoomLink>
  return typeof id === 'string' && typeof code === 'string' && typeof path === 'string'
}

function hasLinks(answer: unknown): answer is RoomLinksAnswer {
  const { links } = (answer ?? {}) as Partial<RoomLinksAnswer>
  return Array.isArray(links) && links.every((each) => typeof each?.id === 'string')
}

function isOpened(answer: unknown): answer is OpenedRoomLink {
  const { room } = (answer ?? {}) as { room?: Partial<OpenedRoomLink['room']> }
  return typeof room?.id === 'string' && typeof room.application === 'string' && typeof room.name === 'string'
}

function hasKnocks(answer: unknown): answer is KnocksAnswer {
  const { knocks } = (answer ?? {}) as Partial<KnocksAnswer>
  return Array.isArray(knocks) && knocks.every((each) => typeof each?.user?.id === 'string')
}
