import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Lobby, Room } from '../client/client-api.ts'

/** How far the user is into a room. `failed`: refused, or no longer in it without having left. */
export type EnteredRoom<App> =
  | { readonly status: 'entering' }
  | { readonly status: 'entered'; readonly room: Room<App> }
  | { readonly status: 'failed'; readonly error: SocDrawError }

const ENTERING = { status: 'entering' } as const

/**
 * How long after its last component a room is left, in milliseconds. A component that is mounted again at once, as React's
 * StrictMode does, or another one of the same room in its place, goes on with the same seat.
 */
const LEFT_AFTER = 100

/** By lobby and room id. */
const stays = new WeakMap<object, Map<string, unknown>>()

/** The one stay in this room, for whoever asks. */
export function stayIn<App>(lobby: Lobby<App>, roomId: string): RoomStay<App> {
  // All rooms of a lobby are of its application.
  const known = staysIn(lobby).get(roomId) as RoomStay<App> | undefined
  const stay = known ?? new RoomStay(lobby, roomId)
  staysIn(lobby).set(roomId, stay)
  return stay
}

function staysIn(lobby: object): Map<string, unknown> {
  const rooms = stays.get(lobby) ?? new Map<string, unknown>()
  stays.set(lobby, rooms)
  return rooms
}

/** The user's being in a room for as long as there is a component that wants it. */
export class RoomStay<App> {
  readonly #lobby: Lobby<App>
  readonly #roomId: string
  readonly #listeners = new Set<() => void>()
  /** How many components want to be in it. */
  #guests = 0
  /** How many times it is being entered just now. */
  #entering = 0
  #attempt = 0
  #spectate = false
  #now: EnteredRoom<App> = ENTERING
  #room: Room<App> | undefined
  #unfollow: () => void = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(lobby: Lobby<App>, roomId: string) {
    this.#lobby = lobby
    this.#roomId = roomId
  }

  /** The very same object for as long as nothing has changed. */
  readonly read = (): EnteredRoom<App> => this.#now

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** A component wants to be in the room. Returns what it calls, once, when it no longer does. */
  arrive(spectate: boolean): () => void {
    this.#guests++
    clearTimeout(this.#timer)
    this.#timer = undefined
    void this.#enter(spectate)
    return () => {
      this.#guests--
      if (this.#guests === 0) this.#timer = setTimeout(() => this.#leave(), LEFT_AFTER)
    }
  }

  async #enter(spectate: boolean): Promise<void> {
    const attempt = ++this.#attempt
    this.#spectate = spectate
    this.#entering++
    if (this.#now.status === 'failed') this.#show(ENTERING)
    try {
      this.#follow(await this.#lobby.enter(this.#roomId, { spectate }))
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(error)
    }
    this.#entering--
    // Everybody may have gone while it was being entered.
    if (this.#guests === 0 && this.#timer === undefined) this.#leave()
  }

  #follow(room: Room<App>): void {
    this.#unfollow()
    this.#room = room
    this.#show({ status: 'entered', room })
    const look = (): void => {
      if (room.error) this.#fail(room.error)
    }
    this.#unfollow = room.subscribe(look)
    look()
  }

  #fail(error: unknown): void {
    const code = error instanceof SocDrawError ? error : new SocDrawError('INTERNAL', String(error))
    this.#show({ status: 'failed', error: code })
    if (this.#lobby.connection === 'closed') this.#awaitLobby()
  }

  /** The room has ended with its lobby: where that is opened anew, it is entered anew. */
  #awaitLobby(): void {
    this.#unfollow()
    this.#unfollow = this.#lobby.subscribe(() => {
      if (this.#lobby.connection !== 'online') return
      this.#unfollow()
      void this.#enter(this.#spectate)
    })
  }

  #leave(): void {
    this.#timer = undefined
    this.#unfollow()
    void this.#room?.leave()
    this.#room = undefined
    this.#show(ENTERING)
    // As long as it is being entered, whoever comes must find this one, which would leave it.
    if (this.#entering === 0) staysIn(this.#lobby).delete(this.#roomId)
  }

  #show(now: EnteredRoom<App>): void {
    this.#now = now
    for (const listener of [...this.#listeners]) listener()
  }
}
