import { setTimeout as pause } from 'node:timers/promises'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { tally } from './tally.ts'

/** Between an action and the next, in milliseconds, on average. */
const ACTS_EVERY = 6000
/** How often somebody says several things at once, and leaves for another room. */
const SEVERAL = 3
const LEAVES = 0.1

/** Somebody who counts in one room after the other, and knows what was acknowledged. */
export class SoakUser {
  readonly #id: string
  readonly #rooms: number
  readonly #list: boolean
  /** The last number that was acknowledged in each room. */
  readonly acknowledged = new Map<string, number>()
  acts = 0
  joins = 0
  /** Connections that were lost, and came back. */
  losses = 0
  #lobby: Lobby<typeof tally> | undefined

  /** @param list whether they look at the list of rooms, as a page does */
  constructor(id: string, rooms: number, list: boolean) {
    this.#id = id
    this.#rooms = rooms
    this.#list = list
  }

  get id(): string {
    return this.#id
  }

  /** Counts until it is over. @throws SocDrawError when anything is refused, or an outcome is unknown */
  async run(url: string, over: AbortSignal): Promise<void> {
    const whose = { token: tokenOf(this.#id), socket: { forceNew: true } }
    const lobby = await connect<typeof tally>(url, 'tally', { ...whose, list: this.#list })
    this.#lobby = lobby
    let status = lobby.connection
    lobby.subscribe(() => {
      if (status === 'online' && lobby.connection === 'offline') this.losses++
      status = lobby.connection
    })
    let room = await this.#enter(lobby)
    while (!over.aborted) {
      await pause(ACTS_EVERY * (0.5 + Math.random()), undefined, { signal: over }).catch(() => undefined)
      if (over.aborted) break
      await this.#count(room)
      if (Math.random() > LEAVES) continue
      await room.leave()
      room = await this.#enter(lobby)
    }
  }

  close(): void {
    this.#lobby?.close()
  }

  async #enter(lobby: Lobby<typeof tally>): Promise<Room<typeof tally>> {
    this.joins++
    return lobby.enter(`R:${Math.floor(Math.random() * this.#rooms)}`)
  }

  async #count(room: Room<typeof tally>): Promise<void> {
    const before = this.acknowledged.get(room.id) ?? 0
    const several = Math.random() < 0.2 ? SEVERAL : 1
    const numbers = Array.from({ length: several }, (_, index) => before + index + 1)
    const answers = await Promise.all(numbers.map((number) => room.act.count({ number, text: 'x'.repeat(40) })))
    if (answers.some(({ number }, index) => number !== numbers[index])) throw new Error('an answer was another’s')
    this.acts += several
    this.acknowledged.set(room.id, before + several)
  }
}
