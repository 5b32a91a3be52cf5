import type { AnyApplication } from '../../server/contract/application.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { ServerEvent, ServerToClientEvents } from '../../server/protocol/events.ts'
import type { FoundRooms, RoomListing, RoomPage, Welcome } from '../../server/protocol/listings.ts'
import type { User } from '../../server/protocol/room-document.ts'
import type { ConnectionStatus, EnterOptions, FindOptions, Lobby, LookOptions, Room, RoomOrder } from './client-api.ts'
import { Departures } from './departures.ts'
import type { Finding, MakeFinder } from './finder.ts'
import type { Looking, MakeLook } from './late-look.ts'
import { Line } from './line.ts'
import { Questions } from './questions.ts'
import type { RoomClient, RoomPorts } from './room.ts'
import { RoomList } from './room-list.ts'
import { RoomPages } from './room-pages.ts'
import { Subscribers } from './subscribers.ts'
import type { Transport } from './transport.ts'
import { type Waking, whileAwake } from './while-awake.ts'

/** Makes what handles one room. */
export type MakeRoom = <App>(ports: RoomPorts) => RoomClient<App>

export interface LobbyOptions extends Waking {
  /** The application's name. */
  readonly name: string
  readonly transport: Transport
  randomName(): string
  /** The application's rules, by which actions are predicted; without them none is. */
  readonly rules?: AnyApplication | undefined
  /** The application's version that this client was built with; without one the server lets every client in. */
  readonly version?: number | undefined
  /** Whether a user who is refused may be let in again: then what is pending is kept for a while. */
  readonly renewable: boolean
  /** Whether it keeps a list of rooms. */
  readonly list: boolean
  readonly makeRoom: MakeRoom
  readonly makeLook: MakeLook
  readonly makeFinder: MakeFinder
}

/** How long a refused user's rooms and actions are kept for `reopen`, in milliseconds awake. */
const KEPT_FOR = 10 * 60_000

/** What it makes of each event; one of a newer server that it doesn’t know it passes over. */
type Handlers = { readonly [Event in ServerEvent]: (...args: Parameters<ServerToClientEvents[Event]>) => void }

/** One lobby's connection, its listings, and the rooms that are entered over it. */
export class LobbyClient<App> implements Lobby<App> {
  readonly #options: LobbyOptions
  readonly #departures: Departures
  readonly #subscribers = new Subscribers()
  readonly #knocks = new Set<(roomId: string) => void>()
  readonly #rooms = new Map<string, RoomClient<App>>()
  readonly #list = new RoomList((roomId) => this.#rooms.has(roomId))
  readonly #questions: Questions
  readonly #pages: RoomPages
  readonly #look: Looking
  readonly #finder: Finding
  readonly #line: Line
  /** Nobody is handed the lobby before the server has said who is in it. */
  #user: User = { id: '', name: '' }
  /** Ends the time for which rooms are kept that are closed. */
  #cancelKeeping: () => void = () => {}

  constructor(options: LobbyOptions) {
    const { transport, clock, wakefulness } = options
    this.#options = options
    this.#departures = new Departures(clock, transport)
    this.#questions = new Questions({ clock, wakefulness, connection: transport, outside: () => {} })
    const listPorts = {
      ...{ list: this.#list, questions: this.#questions, clock },
      changed: () => this.#change(() => this.#listChanged()),
    }
    this.#look = options.makeLook(listPorts)
    this.#finder = options.makeFinder(listPorts)
    this.#pages = new RoomPages({ ...listPorts, began: (page) => this.#listBegan(page) })
    const handlers: Handlers = {
      lobby: (welcome) => this.#begin(welcome),
      listings: (listings) => this.#change(() => this.#tell(listings)),
      gone: (roomId) => this.#change(() => this.#list.remove(roomId)),
      knocked: (roomId) => {
        for (const listener of this.#knocks) listener(roomId)
      },
      removed: (roomId, removal) => this.#rooms.get(roomId)?.removed(removal),
      frame: (roomId, frame) => this.#rooms.get(roomId)?.frame(frame),
      presence: (roomId, changes) => this.#rooms.get(roomId)?.presenceChanged(changes),
      watchers: (roomId, count) => this.#rooms.get(roomId)?.watched(count),
    }
    this.#line = new Line({
      transport,
      clock,
      wakefulness,
      up: () => this.#up(),
      down: (refused) => this.#down(refused),
      refused: (error) => this.#refused(error),
      // A newer server may say what is not known here.
      event: (event, ...args) => handlers[event]?.(...args),
      changed: () => this.#subscribers.notify(),
    })
  }

  /** Resolves when the server has said who the user is and which rooms there are; rejects when the lobby was closed before. */
  get listed(): Promise<void> {
    return this.#line.begun
  }

  get name(): string {
    return this.#options.name
  }

  get user(): User {
    return this.#user
  }

  get rooms(): readonly RoomListing[] {
    return this.#list.rooms
  }

  get more(): boolean {
    return this.#list.more
  }

  get connection(): ConnectionStatus {
    return this.#line.status
  }

  get error(): SocDrawError | undefined {
    return this.#line.error
  }

  get trouble(): SocDrawError | undefined {
    return this.#line.trouble
  }

  subscribe(listener: () => void): () => void {
    return this.#subscribers.add(listener)
  }

  onKnocked(listener: (roomId: string) => void): () => void {
    // Its own function each time, so that the same listener can listen twice and end once.
    const own: typeof listener = (roomId) => listener(roomId)
    this.#knocks.add(own)
    return () => this.#knocks.delete(own)
  }

  async loadMore(): Promise<void> {
    this.#line.check()
    await this.#pages.loadMore()
  }

  listing(roomId: string): RoomListing | undefined {
    return this.#list.get(roomId)
  }

  async find(options: FindOptions = {}): Promise<FoundRooms> {
    this.#line.check()
    return this.#finder.find(options)
  }

  async order(after: RoomOrder['next'] = null): Promise<RoomOrder> {
    this.#line.check()
    return this.#finder.order(after)
  }

  look(roomIds: readonly string[] | null, options?: LookOptions): void {
    this.#look.show(roomIds, options)
  }

  async enter(roomId: string, options: EnterOptions = {}): Promise<Room<App>> {
    this.#line.check()
    const { spectate = false } = options
    const room = this.#rooms.get(roomId) ?? this.#open(roomId, spectate, options.rules ?? this.#options.rules)
    await room.become(spectate)
    await room.entered
    return room
  }

  reopen(): Promise<void> {
    return this.#line.reopen()
  }

  close(): void {
    this.#end(new SocDrawError('CONNECTION_CLOSED'))
  }

  #open(roomId: string, spectate: boolean, rules: AnyApplication | undefined): RoomClient<App> {
    const { makeRoom, clock, wakefulness, transport, randomName, version = rules?.version } = this.#options
    this.#departures.cancel(roomId)
    const room: RoomClient<App> = makeRoom({
      id: roomId,
      clock,
      wakefulness,
      connection: transport,
      randomName,
      rules,
      version,
      spectate,
      listing: this.#list.get(roomId),
      user: () => this.user,
      introduced: (listing) => this.#change(() => this.#tell([listing])),
      stands: (standing) => this.#change(() => this.#list.stands(roomId, standing)),
      leave: () => {
        this.#drop(roomId)
        return this.#departures.leave(roomId)
      },
      dropped: (error) => {
        this.#drop(roomId)
        room.fail(error)
        // It was given up, not refused: a seat may have been taken all the same.
        if (error.retryable) void this.#departures.leave(roomId)
      },
    })
    this.#rooms.set(roomId, room)
    if (this.connection === 'online') room.up()
    return room
  }

  #up(): void {
    this.#cancelKeeping()
    this.#departures.up()
    for (const room of this.#rooms.values()) room.up()
    this.#subscribers.notify()
  }

  #down(refused = false): void {
    this.#departures.down()
    this.#questions.down()
    this.#look.stop()
    this.#list.down()
    for (const room of this.#rooms.values()) room.down(refused)
    this.#subscribers.notify()
  }

  /** The user is refused, or could not be let in again: rooms and what is pending in them wait for `reopen`, or end. */
  #refused(error: SocDrawError): void {
    this.#down()
    this.#pages.stop()
    this.#questions.refuse(error)
    this.#cancelKeeping()
    if (this.#options.renewable) {
      this.#cancelKeeping = whileAwake(this.#options, KEPT_FOR, () => this.#dropRooms(error))
    } else this.#dropRooms(error)
  }

  /** The server takes the connection for somebody else's now. */
  #endAsAnother(): void {
    const error = new SocDrawError('UNAUTHENTICATED', 'Somebody else is signed in now.')
    this.#end(error, error)
  }

  /** Closes everything for good: `reason` is what the rooms and their actions are told, `error` what the lobby shows. */
  #end(reason: SocDrawError, error?: SocDrawError): void {
    if (!this.#line.close(reason, error)) return
    this.#cancelKeeping()
    this.#departures.stop()
    this.#pages.stop()
    this.#questions.end(reason)
    this.#dropRooms(reason)
    this.#subscribers.notify()
  }

  #drop(roomId: string): void {
    this.#rooms.delete(roomId)
    this.#change(() => this.#list.left(roomId))
  }

  #dropRooms(error: SocDrawError): void {
    for (const room of this.#rooms.values()) room.fail(error)
    this.#rooms.clear()
  }

  /** The server says who the user is: what is asked of the list only makes sense from here on. */
  #begin({ user }: Welcome): void {
    // Whatever is pending is another user's.
    if (this.#user.id !== '' && this.#user.id !== user.id) {
      this.#endAsAnother()
      return
    }
    this.#user = user
    this.#questions.up()
    if (this.#options.list) this.#pages.begin()
    else this.#line.begin()
  }

  #listBegan(page: RoomPage): void {
    this.#change(() => this.#tellRooms())
    this.#look.begin(page)
    this.#line.begin()
  }

  #listChanged(): void {
    this.#tellRooms()
    this.#look.update()
  }

  #tell(listings: readonly RoomListing[]): void {
    for (const listing of listings) {
      this.#list.tell(listing)
      this.#rooms.get(listing.id)?.listed(listing)
    }
    this.#look.told(listings)
  }

  /** The list is another one: what it says of the rooms that are entered. */
  #tellRooms(): void {
    for (const room of this.#rooms.values()) {
      const listing = this.#list.get(room.id)
      if (listing) room.listed(listing)
    }
  }

  #change(change: () => void): void {
    change()
    this.#subscribers.notify()
  }
}
