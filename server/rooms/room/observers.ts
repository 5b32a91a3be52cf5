import type { Frame } from '../../protocol/events.ts'
import type { Role } from '../../protocol/roles.ts'
import { type Member, ROOM_KEY, type RoomStatus } from '../../protocol/room-document.ts'
import { applyPatches } from '../../state/apply.ts'
import type { Json } from '../../state/json.ts'
import type { StoredDocument } from '../log/room-log.ts'
import type { Report } from '../ports.ts'
import type { History } from './history.ts'
import type { RoomModel } from './room-model.ts'

/** All of a room at one version that its log holds, what nobody is sent included. Not to be changed. */
export interface RoomView {
  readonly version: number
  readonly status: RoomStatus
  readonly members: readonly Member[]
  /** The roles that were given in it, by user id. Absent where none ever was. */
  readonly roles?: Readonly<Record<string, Role>>
  /** Absent until the application was initialised. */
  readonly state?: { readonly [key: string]: Json }
}

type Listener = (view: RoomView) => void

/** The room's document and its state's keys beside each other, as patches address them. */
type Head = { readonly [ROOM_KEY]: StoredDocument } & { readonly [key: string]: Json | StoredDocument }

export interface ObserversParts {
  readonly roomId: string
  readonly model: RoomModel
  readonly history: History
  readonly report: Report
  /** Whether the room's memory is what the log holds, or is on its way there. */
  isOpen(): boolean
}

/**
 * Who looks at a room from beside it, the host: sees all, and nothing before the log holds it [P3]. As long as somebody
 * does, a copy of the room is kept up by the same frames that its members get.
 */
export class Observers {
  readonly #parts: ObserversParts
  readonly #listeners = new Set<Listener>()
  #head: Head | undefined
  #version = 0
  /** Whether the copy is on its way: what is told meanwhile is in it. */
  #beginning = false

  constructor(parts: ObserversParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#listeners.size
  }

  /** The room as it is now, once the log holds that. @throws SocDrawError `NOT_STORED` */
  read(): Promise<RoomView> {
    const { history } = this.#parts
    return history.durable(viewOf(this.#copy(), history.version))
  }

  /** Calls `listener` with the room as it is, and again after each change. Returns what ends it. */
  observe(listener: Listener): () => void {
    // A function of its own, so that the same listener may listen twice.
    const own: Listener = (view) => listener(view)
    this.#listeners.add(own)
    if (this.#head) this.#tell(own, viewOf(this.#head, this.#version))
    else this.#begin()
    return () => {
      this.#listeners.delete(own)
      if (this.#listeners.size === 0) this.#head = undefined
    }
  }

  /** Members are sent a frame. */
  send({ from, to, patches }: Frame): void {
    if (this.#listeners.size === 0 || this.#beginning || !this.#parts.isOpen()) return
    if (!this.#head || from !== this.#version) this.#begin()
    else if (to > from) this.#show(applyPatches(this.#head, patches), to)
  }

  /** The room was opened anew: it may be another one than it was. */
  restart(): void {
    this.#head = undefined
    this.#beginning = false
    if (this.#listeners.size > 0) this.#begin()
  }

  stop(): void {
    this.#listeners.clear()
    this.#head = undefined
  }

  #copy(): Head {
    const { room, state } = this.#parts.model.snapshot()
    return { ...state, [ROOM_KEY]: room }
  }

  /** Takes a copy at a boundary of the frames, so that the next one goes on from it. */
  #begin(): void {
    const { history, isOpen } = this.#parts
    // What is lost was never there; when the room is open again, they begin.
    if (this.#beginning || !isOpen()) return
    this.#beginning = true
    const [head, version] = [this.#copy(), history.version]
    history.boundary(
      () => {
        this.#beginning = false
        this.#show(head, version)
      },
      // The room is opened anew, and then they begin again.
      () => {
        this.#beginning = false
      },
    )
  }

  #show(head: Head, version: number): void {
    if (this.#listeners.size === 0) return
    this.#head = head
    this.#version = version
    const view = viewOf(head, version)
    for (const listener of [...this.#listeners]) this.#tell(listener, view)
  }

  #tell(listener: Listener, view: RoomView): void {
    try {
      listener(view)
    } catch (error) {
      this.#parts.report(error, { room: this.#parts.roomId, doing: 'telling the host of a change' })
    }
  }
}

function viewOf({ [ROOM_KEY]: room, ...state }: Head, version: number): RoomView {
  const { status, members, roles, started } = room
  return {
    version,
    status,
    members,
    ...(roles && { roles }),
    ...(started && { state: state as { readonly [key: string]: Json } }),
  }
}
