import type { Application } from '../../../server/contract/application.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import type { Lobby, Room } from '../../client/client-api.ts'
import type { Knock, RoomDoors } from '../../client/room-doors.ts'
import type { Rooms } from '../../client/rooms.ts'
import { Store, type Subscribable } from '../../common/store.ts'

/** What one has to do with a room's doors. */
export interface DoorsState {
  /** Whether one sees to a private room, and may make links into it. */
  readonly sees: boolean
  /** Who asks to be let in. */
  readonly knocks: readonly Knock[]
}

const NOTHING: DoorsState = { sees: false, knocks: [] }

interface DoorsPorts {
  readonly api: RoomDoors
  readonly rooms: Pick<Rooms, 'get'>
  readonly lobby: Lobby<Application>
  readonly room: Room<Application>
}

/** The doors of a room that one is in, for those who see to it: live as long as anybody looks. */
export class DoorsAt implements Subscribable {
  readonly #ports: DoorsPorts
  readonly #state = new Store<DoorsState>(NOTHING)
  #looking = 0
  #asking = false
  #again = false
  #ends: readonly (() => void)[] = []

  constructor(ports: DoorsPorts) {
    this.#ports = ports
  }

  get state(): DoorsState {
    return this.#state.value
  }

  get api(): RoomDoors {
    return this.#ports.api
  }

  get roomId(): string {
    return this.#ports.room.id
  }

  subscribe(listener: () => void): () => void {
    const end = this.#state.subscribe(listener)
    if (this.#looking++ === 0) this.#begin()
    return () => {
      end()
      if (--this.#looking === 0) for (const each of this.#ends) each()
    }
  }

  /** Lets somebody in who asks, or declines that. @throws SocDrawError what the server says */
  async answer(userId: string, admit: boolean): Promise<void> {
    try {
      await this.api.answerKnock(this.roomId, userId, admit)
    } catch (error) {
      // Another was sooner, or they ask no more: that is no trouble of whoever answers.
      if (!(error instanceof SocDrawError) || error.code !== 'NOT_FOUND') throw error
    } finally {
      await this.#ask()
    }
  }

  #begin(): void {
    const { lobby, room } = this.#ports
    let before = this.#standing
    this.#ends = [
      lobby.onKnocked((id) => {
        if (id === room.id) void this.#ask()
      }),
      // Whoever knocked while there was no connection was not told; another role may see more, or nothing.
      ...[lobby, room].map((source) =>
        source.subscribe(() => {
          const now = this.#standing
          if (now !== before) void this.#ask()
          before = now
        }),
      ),
    ]
    void this.#ask()
  }

  get #role() {
    const { members, user } = this.#ports.room
    return members.find(({ id }) => id === user.id)?.role
  }

  get #standing(): string {
    return `${this.#ports.lobby.connection} ${this.#role}`
  }

  /** Never rejects. Called meanwhile, it asks once more after. */
  async #ask(): Promise<void> {
    this.#again = this.#asking
    if (this.#asking) return
    this.#asking = true
    try {
      this.#state.set(await this.#seen())
    } catch (error) {
      console.error('It could not be told who asks to be let in.', error)
    } finally {
      this.#asking = false
    }
    if (this.#again) await this.#ask()
  }

  async #seen(): Promise<DoorsState> {
    const { api, rooms, lobby, room } = this.#ports
    if (lobby.connection !== 'online') return this.state
    // Nobody else has anything to ask.
    if (this.#role === undefined) return NOTHING
    const { private: closed, may } = await rooms.get(room.id)
    if (!closed || !may.includes('answerKnocks')) return NOTHING
    return { sees: true, knocks: await api.knocks(room.id) }
  }
}
