import { SocDrawError } from '../../server/protocol/errors.ts'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { SocketIoOptions } from '../../web/client/socket-io-transport.ts'
import type { ledger } from './ledger.ts'

/** How many of its actions a bot has under way at once. */
const AT_ONCE = 4

/** How a bot behaves, where it is not in a hurry: how long it rests between two actions, and how soon it comes back, in milliseconds. */
export interface Manner {
  readonly rest: number
  readonly delays: Pick<SocketIoOptions, 'reconnectionDelay' | 'reconnectionDelayMax' | 'timeout'>
}

const HURRIED: Manner = { rest: 4, delays: { reconnectionDelay: 20, reconnectionDelayMax: 100 } }

export interface Acknowledged {
  readonly id: string
  readonly version: number
  readonly length: number
}

interface CrashBotParts extends Pick<Manner, 'rest'> {
  readonly name: string
  readonly lobby: Lobby<typeof ledger>
  readonly room: Room<typeof ledger>
}

/** A user who goes on acting in one room whatever happens to the server, and writes down what they are told. */
export class CrashBot {
  readonly name: string
  readonly roomId: string
  readonly acknowledged: Acknowledged[] = []
  readonly refused: string[] = []
  /** Whatever should never be answered. */
  readonly wrong: string[] = []
  readonly #lobby: Lobby<typeof ledger>
  readonly #room: Room<typeof ledger>
  readonly #rest: number
  readonly #stopWatching: () => void
  #made = 0
  #acting: Promise<void>[] = []
  #stopped = false
  /** The longest list of ids that it was shown. */
  #seen: readonly string[] = []

  static async enter(url: string, name: string, roomId: string, { rest, delays }: Manner = HURRIED): Promise<CrashBot> {
    const socket = { forceNew: true, ...delays }
    const lobby = await connect<typeof ledger>(url, 'ledger', { token: tokenOf(name), socket })
    return new CrashBot({ name, lobby, room: await lobby.enter(roomId), rest })
  }

  private constructor({ name, lobby, room, rest }: CrashBotParts) {
    this.name = name
    this.roomId = room.id
    this.#rest = rest
    this.#lobby = lobby
    this.#room = room
    this.#stopWatching = room.subscribe(() => this.#look())
  }

  get seen(): readonly string[] {
    return this.#seen
  }

  get room(): Room<typeof ledger> {
    return this.#room
  }

  start(): void {
    this.#acting = Array.from({ length: AT_ONCE }, () => this.#act())
  }

  /** Makes no more actions, and resolves when all that it made are answered. */
  async finish(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#acting)
  }

  /** Makes no more actions, whatever becomes of those under way. */
  close(): void {
    this.#stopped = true
    this.#stopWatching()
    this.#lobby.close()
  }

  async #act(): Promise<void> {
    while (!this.#stopped) {
      const number = ++this.#made
      const id = `${this.name}#${number}`
      try {
        if (number % 10 === 0) await this.#room.act.refuse({ id })
        else this.acknowledged.push({ id, ...(await this.#room.act.add({ id })) })
      } catch (error) {
        if (error instanceof SocDrawError && error.code === 'ODD') this.refused.push(id)
        else this.wrong.push(`${id}: ${error}`)
      }
      await new Promise((resolve) => setTimeout(resolve, this.#rest))
    }
  }

  /** What was shown once must be shown ever after: the list only grows. */
  #look(): void {
    const ids = this.#room.state?.ids
    if (!ids) return
    const before = this.#seen.length
    if (ids.length < before || ids[before - 1] !== this.#seen[before - 1]) {
      this.wrong.push(`was shown ${ids.length} ids after ${before}, ending with ${ids.at(-1)}`)
    }
    this.#seen = ids
  }
}
