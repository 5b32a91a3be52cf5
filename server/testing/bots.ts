import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { SocDrawServer } from '../host/server.ts'
import { tokenOf } from './start-test-server.ts'

/** A room for each of some users. */
type RoomEach<App, Users extends readonly string[]> = { [Place in keyof Users]: Room<App> }

/** Bots of one server: signed-in users without a page, over real sockets. */
export class Bots<App> {
  readonly #server: SocDrawServer
  readonly #application: string
  readonly #lobbies: Lobby<App>[] = []

  constructor(server: SocDrawServer, application: string) {
    this.#server = server
    this.#application = application
  }

  /** Connects one more bot, each over a connection of its own, also several of one user. It has a list of rooms as a page has. */
  connect(userId: string, token = tokenOf(userId)): Promise<Lobby<App>> {
    return this.#connect(token, true)
  }

  /** Connects a bot for each user and enters them into a room: gives a room for each, in their order. They look at no list. */
  async enter<const Users extends readonly string[]>(roomId: string, ...userIds: Users): Promise<RoomEach<App, Users>> {
    const rooms = userIds.map(async (userId) => (await this.#connect(tokenOf(userId), false)).enter(roomId))
    // One for each of them, in their order: no type of `map` says so.
    return (await Promise.all(rooms)) as RoomEach<App, Users>
  }

  close(): void {
    for (const lobby of this.#lobbies.splice(0)) lobby.close()
  }

  async #connect(token: string, list: boolean): Promise<Lobby<App>> {
    const socket = { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 100 }
    const lobby = await connect<App>(this.#server.url, this.#application, { token, socket, list })
    this.#lobbies.push(lobby)
    return lobby
  }
}

/**
 * Resolves when `holds` is true of something with `subscribe`: asked now and after each of its changes.
 * @throws Error with `what` after `within` milliseconds
 */
export function until<Source extends { subscribe(listener: () => void): () => void }>(
  source: Source,
  holds: (source: Source) => boolean,
  what = holds.toString(),
  within = 5000,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error(`it never came that ${what}`))), within)
    const look = (): void => {
      if (holds(source)) end(resolve)
    }
    const unsubscribe = source.subscribe(look)
    const end = (finish: () => void): void => {
      clearTimeout(timer)
      unsubscribe()
      finish()
    }
    look()
  })
}
