import { SocDrawError } from '../../server/protocol/errors.ts'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { ledger } from './ledger.ts'

/** How many of its actions a bot has under way at once. */
const AT_ONCE = 4
/** How long it rests between two, in milliseconds. */
const REST = 4

export interface Acknowledged {
  readonly id: string
  readonly version: number
  readonly length: number
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
  readonly #stopWatching: () => void
  #made = 0
  #acting: Promise<void>[] = []
  #stopped = false
  /** The longest list of ids that it was shown. */
  #seen: readonly string[] = []

  static async enter(url: string, name: string, roomId: string): Promise<CrashBot> {
    const socket = { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 100 }
    const lobby = await connect<typeof ledger>(url, 'ledger', { token: tokenOf(name), socket })
    return new CrashBot(name, lobby, await lobby.enter(roomId))
  }

  private constructor(name: string, lobby: Lobby<typeof ledger>, room: Room<typeof ledger>) {
    this.name = name
    this.roomId = room.id
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

  close(): void {
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
      await new Promise((resolve) => setTimeout(resolve, REST))
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
