import type { Application } from '../../server/contract/application.ts'
import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import type { AnyRoomView, RoomViews, ViewModule } from '../applications/view-module.ts'
import type { Lobby } from '../client/client-api.ts'
import type { KeyValues } from '../common/safe-storage.ts'
import { Listeners, type Subscribable } from '../common/store.ts'
import { Chunk } from './chunk.ts'
import { LobbyConnection, type OpenLobby } from './lobby-connection.ts'
import { OpenRoom } from './open-room.ts'
import type { Session } from './session-store.ts'
import type { Site } from './site-api.ts'
import { type RoomAddress, TabMemory } from './tab-memory.ts'

export interface VisitOptions {
  readonly session: Session
  readonly site: Site
  readonly openLobby: OpenLobby
  readonly clock: Clock
  readonly views: RoomViews
  /** What stands around every room's view. */
  readonly roomParts: Pick<Chunk<object>, 'load' | 'prefetch'>
  /** Does something once the page has nothing else to do. */
  idle(task: () => void): void
  /** Where the open rooms survive a reload of the tab. */
  readonly tab: KeyValues
  /** The session has ended by somebody else's doing. */
  ended(): void
}

/** How long leaving the rooms may hold up a sign-out, in milliseconds. */
const LEAVE_WITHIN = 2_000

/** A signed-in user's time on the page: the lobbies, and the rooms they have open. */
export class Visit implements Subscribable {
  readonly session: Session
  /** Who may make rooms; undefined where nobody can by the page. */
  readonly makeRooms: Site['makeRooms']
  /** What the server says of itself. */
  readonly site: Site
  readonly lobbies: readonly LobbyConnection[]
  /** Holds the container of every open room; only the one in front is visible. The page puts it where rooms belong. */
  readonly stage = document.createElement('div')
  readonly #views: ReadonlyMap<string, Chunk<ViewModule>>
  readonly #roomParts: VisitOptions['roomParts']
  readonly #idle: VisitOptions['idle']
  readonly #ended: () => void
  readonly #clock: Clock
  readonly #memory: TabMemory
  readonly #listeners = new Listeners()
  readonly #rooms = new Map<string, OpenRoom>()
  readonly #stops: (() => void)[] = []
  readonly #connected = new WeakSet<Lobby<Application>>()
  #front: string | undefined
  #stillIn: string | undefined
  #visible = true

  constructor({ session, site, openLobby, clock, views, roomParts, idle, tab, ended }: VisitOptions) {
    this.session = session
    this.makeRooms = site.makeRooms
    this.site = site
    this.#views = new Map(Object.entries(views).map(([name, view]) => [name, new Chunk(view)]))
    this.#roomParts = roomParts
    this.#idle = idle
    this.#ended = ended
    this.#clock = clock
    this.stage.className = 'stage'
    this.#memory = new TabMemory(tab, session.user.id)
    this.lobbies = site.applications.map(
      ({ name, title }) =>
        new LobbyConnection({ name, title, clock, open: (waiting) => openLobby(name, session.token, waiting) }),
    )
  }

  /** An application's view; undefined where it is not loaded, or the page has none. */
  view(application: string): AnyRoomView | undefined {
    return this.#views.get(application)?.part?.view
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** Connects the lobbies, and returns to the rooms that were open before a reload. */
  start(): void {
    for (const view of this.#views.values()) this.#stops.push(view.subscribe(() => this.#listeners.notify()))
    for (const lobby of this.lobbies) {
      this.#stops.push(lobby.subscribe(() => this.#follow(lobby)))
      void lobby.connect()
    }
  }

  lobby(application: string): LobbyConnection | undefined {
    return this.lobbies.find((each) => each.name === application)
  }

  /** As it is known by now, also of one that was looked for and is not loaded. */
  listing({ application, room }: RoomAddress): RoomListing | undefined {
    return this.lobby(application)?.lobby?.listing(room)
  }

  /** The room, if the user has it open. */
  room(address: RoomAddress): OpenRoom | undefined {
    return this.#rooms.get(key(address))
  }

  /** All open rooms, in the order in which they were opened. */
  get rooms(): readonly OpenRoom[] {
    return [...this.#rooms.values()]
  }

  get unread(): number {
    return this.rooms.reduce((sum, room) => sum + room.unread, 0)
  }

  /** Whether anything is on its way that would be lost with the page. */
  get pending(): boolean {
    return this.rooms.some(({ phase }) => phase.kind === 'entered' && phase.room.pending > 0)
  }

  /** Brings a room to the front, entering it where that is still to be done; undefined: none. */
  show(address: RoomAddress | undefined): void {
    this.#front = address === undefined ? undefined : key(address)
    if (address !== undefined) this.#stillIn = undefined
    if (address !== undefined && !this.#rooms.has(key(address)) && this.lobby(address.application) !== undefined) {
      this.#enter(address)
    }
    this.#arrange()
    this.#dropRefused()
    this.#listeners.notify()
  }

  /** Whether anybody can look: a tab in the background sees nothing. */
  setVisible(visible: boolean): void {
    this.#visible = visible
    this.#arrange()
    this.#listeners.notify()
  }

  /** Asks again for what was refused. */
  retry(address: RoomAddress): void {
    this.#enter(address)
  }

  /** Watches a room without a seat. */
  watch(address: RoomAddress): void {
    this.#memory.setWatching(address, true)
    this.#enter(address)
  }

  /** Enters a room with a seat, after watching it was refused. */
  enter(address: RoomAddress): void {
    this.#memory.setWatching(address, false)
    this.#enter(address)
  }

  /** Takes a seat in a room that is watched; where that is refused, it is watched on. @throws SocDrawError */
  async takeSeat(address: RoomAddress): Promise<void> {
    await this.lobby(address.application)?.lobby?.enter(address.room)
    this.#memory.setWatching(address, false)
  }

  /** Leaves a room and takes it down. Rejects where the room could not be told; it is kept then. */
  async leaveRoom(address: RoomAddress): Promise<void> {
    const open = this.room(address)
    const left = open?.phase.kind === 'entered' ? await open.phase.room.leave() : undefined
    this.#stillIn = left?.elsewhere ? (this.listing(address)?.name ?? address.room) : undefined
    this.dismiss(address)
  }

  /** The name of the room that was left here last, while another tab is still in it and nobody has taken note. */
  get stillIn(): string | undefined {
    return this.#stillIn
  }

  /** The user has taken note of what is still open in another tab. */
  noted(): void {
    this.#stillIn = undefined
    this.#listeners.notify()
  }

  /** Takes a room down that the user is not in: a refused one. */
  dismiss(address: RoomAddress): void {
    this.room(address)?.close()
    this.#rooms.delete(key(address))
    this.#memory.forget(address)
    this.#listeners.notify()
  }

  /** Leaves every room, so that the others don't wait for somebody who is gone; then closes. Never rejects, and is done soon. */
  async leave(): Promise<void> {
    for (const address of this.#memory.rooms) this.#memory.forget(address)
    this.#memory.stop()
    const leaving = this.rooms.map(({ phase }) => (phase.kind === 'entered' ? phase.room.leave() : undefined))
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.setTimer(LEAVE_WITHIN, resolve)
      void Promise.allSettled(leaving).then(() => {
        cancel()
        resolve()
      })
    })
    this.close()
  }

  /** Closes every connection. The seats stay for their grace, and the tab remembers its rooms. */
  close(): void {
    this.#memory.stop()
    for (const stop of this.#stops) stop()
    for (const room of this.rooms) room.close()
    for (const lobby of this.lobbies) lobby.close()
  }

  #enter(address: RoomAddress): void {
    const lobby = this.lobby(address.application)?.lobby
    const room = this.room(address) ?? this.#add(address)
    // While the lobby is still connecting, the room waits for it.
    if (lobby !== undefined) void room.enter(lobby, address.room, { spectate: this.#memory.isWatching(address) })
  }

  /** A refusal is told where it happened, once; opening the room again asks again. */
  #dropRefused(): void {
    for (const address of this.#memory.rooms) {
      const refused = this.room(address)?.phase.kind === 'refused' && key(address) !== this.#front
      if (refused && this.lobby(address.application)?.status === 'online') this.dismiss(address)
    }
  }

  #add(address: RoomAddress): OpenRoom {
    const view = this.#views.get(address.application)
    // Side by side with the lobby's connection, which may take as long.
    this.#prefetch(address.application)
    const load = async (): Promise<ViewModule | undefined> => {
      await this.#roomParts.load()
      return view?.load()
    }
    const room = new OpenRoom(load, this.#memory.seen(address))
    this.#rooms.set(key(address), room)
    this.stage.append(room.container)
    this.#stops.push(room.subscribe(() => this.#listeners.notify()))
    this.#arrange()
    return room
  }

  #prefetch(application: string): void {
    this.#roomParts.prefetch()
    this.#views.get(application)?.prefetch()
  }

  #arrange(): void {
    for (const [name, room] of this.#rooms) room.place({ chosen: name === this.#front, watched: this.#visible })
  }

  #follow(connection: LobbyConnection): void {
    if (connection.error?.code === 'UNAUTHENTICATED') {
      this.#ended()
      return
    }
    if (connection.status === 'closed') this.#refuseRooms(connection)
    if (connection.lobby !== undefined && !this.#connected.has(connection.lobby)) this.#enterRooms(connection)
    this.#listeners.notify()
  }

  /** A lobby was connected, for the first time or anew: its open rooms are entered through it. */
  #enterRooms({ name, lobby }: LobbyConnection): void {
    if (lobby !== undefined) this.#connected.add(lobby)
    this.#idle(() => this.#prefetch(name))
    for (const address of this.#memory.rooms) if (address.application === name) this.#enter(address)
  }

  /** Rooms end with their connection; entering them anew begins with connecting anew. */
  #refuseRooms(connection: LobbyConnection): void {
    const error = connection.error ?? new SocDrawError('CONNECTION_CLOSED')
    for (const address of this.#memory.rooms) {
      if (address.application === connection.name) this.room(address)?.refuse(error)
    }
  }
}

function key({ application, room }: RoomAddress): string {
  return `${application}/${room}`
}
