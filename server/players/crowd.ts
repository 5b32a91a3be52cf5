import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { SocketIoOptions } from '../../web/client/socket-io-transport.ts'
import { systemClock } from '../machine/system-clock.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { Player } from './player.ts'
import { Tally } from './tally.ts'
import { Stopped, Ways } from './ways.ts'

export interface CrowdOptions<App> {
  readonly url: string
  /** The application's name: its lobby. */
  readonly application: string
  readonly player: Player<App>
  /** Whom each bot signs in as: as many bots as tokens. */
  readonly tokens: readonly string[]
  /** By default the first room of the lobby that has place for all of them. */
  readonly room?: string
  /** The same seed, the same behaviour, as far as others and the network let it. */
  readonly seed?: number
  /** How many times as fast as people. */
  readonly pace?: number
  readonly clock?: Clock
  readonly socket?: SocketIoOptions
}

/** Actions under way may take so long to be answered when a crowd stops, in milliseconds. */
const ANSWERED_WITHIN = 2000

/** A room's bots, each over a connection of its own. */
export class Crowd<App> {
  readonly #lobbies: readonly Lobby<App>[]
  readonly #ways: readonly Ways[]
  readonly #clock: Clock
  readonly rooms: readonly Room<App>[]
  readonly tally: Tally
  /** Resolves when all have stopped, or the room is closed. Rejects when one can't go on: `ROOM_NOT_FOUND`, `UNAUTHENTICATED`, … */
  readonly ended: Promise<void>

  /** What is put together by `enter`, and begins to play at once. */
  private constructor(lobbies: readonly Lobby<App>[], rooms: readonly Room<App>[], options: CrowdOptions<App>) {
    const { player, seed = 1, pace = 1, clock = systemClock } = options
    this.#lobbies = lobbies
    this.#clock = clock
    this.rooms = rooms
    this.tally = new Tally()
    this.#ways = rooms.map((_, bot) => new Ways({ clock, seed: [seed, bot, 0, 0], pace, tally: this.tally }))
    this.ended = Promise.all(this.#ways.map((ways, bot) => playOut(player, rooms[bot], ways))).then(() => undefined)
    // Whoever doesn't ask sees it in the rooms.
    this.ended.catch(() => this.halt())
  }

  /**
   * Connects bots, enters them into a room, and lets them play.
   * @throws SocDrawError as `connect` and `lobby.enter` do; `ROOM_NOT_FOUND` where no room has place for them
   */
  static async enter<App>(options: CrowdOptions<App>): Promise<Crowd<App>> {
    const { url, application, tokens, clock = systemClock, socket } = options
    const lobbies: Lobby<App>[] = []
    // A room that is named needs not be looked for.
    const common = { clock, socket: { ...socket, forceNew: true }, list: options.room === undefined }
    const open = async (token: string): Promise<Lobby<App>> => {
      const lobby = await connect<App>(url, application, { token, ...common })
      lobbies.push(lobby)
      return lobby
    }
    try {
      const inOrder = await allOf(tokens.map(open))
      const roomId = options.room ?? roomFor(inOrder)
      const rooms = await allOf(inOrder.map((lobby) => lobby.enter(roomId)))
      return new Crowd(inOrder, rooms, options)
    } catch (error) {
      for (const lobby of lobbies) lobby.close()
      throw error
    }
  }

  /** How many bots have no connection at the moment. */
  get offline(): number {
    return this.#lobbies.filter(({ connection }) => connection !== 'online').length
  }

  /** Stops all bots, lets what they have done be answered, leaves the room, and closes every connection. */
  async stop(): Promise<void> {
    await this.halt()
    await Promise.all(this.rooms.map((room) => room.leave()))
    for (const lobby of this.#lobbies) lobby.close()
  }

  /** Stops all bots, which stay in the room, and resolves when what they have done is answered. */
  async halt(): Promise<void> {
    for (const ways of this.#ways) ways.stop()
    let late = false
    const cancel = this.#clock.setTimer(ANSWERED_WITHIN, () => {
      late = true
    })
    while (this.tally.underWay > 0 && !late) await new Promise<void>((done) => this.#clock.setTimer(10, done))
    cancel()
  }
}

async function playOut<App>(player: Player<App>, room: Room<App> | undefined, ways: Ways): Promise<void> {
  try {
    if (room) await player(room, ways)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
}

/** What all resolve with, once all are settled. @throws what the first rejects with */
async function allOf<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

/** The first room that all may enter, and that has place for them. */
function roomFor<App>([first, ...others]: readonly Lobby<App>[]): string {
  const bots = 1 + others.length
  const forAll = (first?.rooms ?? []).filter(
    ({ id, status }) => status !== 'closed' && others.every(({ rooms }) => rooms.some((room) => room.id === id)),
  )
  const room = forAll.find(({ members, max }) => members + bots <= max)
  if (room) return room.id
  const why = forAll.length === 0 ? 'there is no room that they may enter' : `no room has ${bots} free seats`
  throw new SocDrawError('ROOM_NOT_FOUND', why)
}
