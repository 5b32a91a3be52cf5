import type { KnocksAnswer, MadeRoomLinkAnswer, RoomLinkAnswer, RoomLinksAnswer } from '../protocol/door-messages.ts'
import type { Asker } from './room-desk.ts'

/** Links into rooms over HTTP. Each call looks after the right itself, as those of `RoomDesk`. */
export interface LinkDesk {
  make(
    by: Asker,
    roomId: string,
    link: { readonly uses: number; readonly lifetime: number },
  ): Promise<Omit<MadeRoomLinkAnswer, 'path'>>
  list(by: Asker, roomId: string): Promise<RoomLinksAnswer['links']>
  /** `NOT_FOUND` for a link that there is not. */
  end(by: Asker, roomId: string, link: string): Promise<void>
  /** `INVALID_LINK`, in the same words whatever the reason. */
  look(by: Asker, code: string): Promise<RoomLinkAnswer>
  /** Lets its user in; in force when it resolves. */
  use(by: Asker, code: string): Promise<RoomLinkAnswer>
}

/** Asking to be let into rooms over HTTP. */
export interface KnockDesk {
  /** Says nothing of the room, nor waits for what becomes of it. */
  knock(by: Asker, roomId: string): void
  list(by: Asker, roomId: string): Promise<readonly KnocksAnswer['knocks'][number][]>
  /** `NOT_FOUND` where they don’t ask any more. */
  answer(by: Asker, roomId: string, userId: string, admit: boolean): Promise<void>
}

/** What the routes of rooms’ doors are made of, beside what those of rooms are. Rooms start after the routes are there. */
export interface DoorParts {
  readonly links: () => LinkDesk
  readonly knocks: () => KnockDesk
}
