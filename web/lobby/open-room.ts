import type { AnyApplication, Application } from '../../server/contract/application.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { MountedView } from '../applications/room-view.ts'
import type { AnyRoomView, ViewModule } from '../applications/view-module.ts'
import type { EnterOptions, Lobby, Room } from '../client/client-api.ts'
import { Listeners, type Subscribable } from '../common/store.ts'
import { showToAuthor } from './show-to-author.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'

/** How far the user is into a room that they opened. */
export type OpenRoomPhase =
  | { readonly kind: 'entering' }
  /** `from`: what the room was called, where one was in it and is out of it now. */
  | { readonly kind: 'refused'; readonly error: SocDrawError; readonly from?: string }
  /** Its view could not be loaded, so that the room was not entered. */
  | { readonly kind: 'viewless' }
  | { readonly kind: 'entered'; readonly room: Room<Application> }

/** The page knows no view for the room's application, or the view threw. */
export type ViewTrouble = 'missing' | 'failed'

/** The version up to which the user has seen a room; kept over a reload. */
export interface SeenVersion {
  read(): number | undefined
  write(version: number): void
}

/**
 * One room that the user opened and has not left. Its view is built once, into a container that stays the same while the
 * user moves about, so that scroll position and drafts survive; in the background it counts what is new.
 */
export class OpenRoom implements Subscribable {
  readonly container = document.createElement('div')
  readonly #load: () => Promise<ViewModule | undefined>
  #view: AnyRoomView | undefined
  readonly #seen: SeenVersion
  readonly #listeners = new Listeners()
  #phase: OpenRoomPhase = { kind: 'entering' }
  #mounted: MountedView<Application> | undefined
  #trouble: ViewTrouble | undefined
  #unread = 0
  #chosen = false
  #inFront = false
  #stop: () => void = () => undefined
  #closed = false
  /** Numbers the attempts to enter: what an earlier one brings is too late. */
  #attempt = 0

  /** @param load gives the view and the rules of the room's application; undefined where the page has none */
  constructor(load: () => Promise<ViewModule | undefined>, seen: SeenVersion) {
    this.#load = load
    this.#seen = seen
    this.container.className = 'application'
    this.container.hidden = true
  }

  get phase(): OpenRoomPhase {
    return this.#phase
  }

  /** Why there is no view although the room has started. The room itself goes on. */
  get trouble(): ViewTrouble | undefined {
    return this.#trouble
  }

  /** Whether the view stands, and shows the room’s state. */
  get mounted(): boolean {
    return this.#mounted !== undefined
  }

  get unread(): number {
    return this.#unread
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /**
   * Asks for a seat, or to watch, once the room can be shown; called again, asks anew. Refusals become the phase, nothing
   * is thrown.
   */
  async enter(lobby: Lobby<Application>, roomId: string, options: EnterOptions): Promise<void> {
    this.#takeDown()
    this.#attempt += 1
    const attempt = this.#attempt
    this.#phase = { kind: 'entering' }
    this.#listeners.notify()
    const loaded = await this.#loadView(attempt)
    if (loaded === undefined) return
    try {
      const room = await lobby.enter(roomId, { ...options, ...(loaded.rules && { rules: loaded.rules }) })
      if (this.#closed || attempt !== this.#attempt) return
      this.#phase = { kind: 'entered', room }
      this.#stop = room.subscribe(() => this.#follow(room))
      this.#follow(room)
    } catch (error) {
      if (attempt === this.#attempt) this.refuse(toSocDrawError(error))
    }
  }

  /** The view's rules, none where the page has none; undefined where it did not come, or comes too late. */
  async #loadView(attempt: number): Promise<{ readonly rules?: AnyApplication } | undefined> {
    const late = (): boolean => this.#closed || attempt !== this.#attempt
    try {
      const loaded = await this.#load()
      this.#view = loaded?.view
      return late() ? undefined : (loaded ?? {})
    } catch (error) {
      if (!late()) this.#goWithoutView(error)
      return undefined
    }
  }

  #goWithoutView(error: unknown): void {
    console.error(error)
    showToAuthor(error)
    this.#phase = { kind: 'viewless' }
    this.#listeners.notify()
  }

  refuse(error: SocDrawError, from?: string): void {
    if (this.#closed) return
    this.#takeDown()
    this.#phase = { kind: 'refused', error, ...(from !== undefined && { from }) }
    this.#listeners.notify()
  }

  /** `chosen`: it is the one that the page shows; `watched`: the tab is visible, so that it is really seen. */
  place({ chosen, watched }: { chosen: boolean; watched: boolean }): void {
    const inFront = chosen && watched
    const cameToFront = inFront && !this.#inFront
    this.#chosen = chosen
    this.#inFront = inFront
    this.#arrange()
    if (cameToFront && this.#phase.kind === 'entered') this.#show(this.#phase.room)
  }

  /** Builds the view anew after it threw. */
  restartView(): void {
    this.#trouble = undefined
    if (this.#phase.kind === 'entered') this.#follow(this.#phase.room)
  }

  /** Takes the view down for good. Whoever wants the seat freed leaves the room before. */
  close(): void {
    this.#closed = true
    this.#takeDown()
    this.container.remove()
  }

  #follow(room: Room<Application>): void {
    if (room.error !== undefined) {
      this.refuse(room.error, room.name)
      return
    }
    const { state } = room
    if (state !== undefined && this.#trouble === undefined) {
      if (this.#mounted === undefined) this.#mount(room)
      else this.#guard((view) => view.update(state))
    }
    this.#look(room)
    this.#listeners.notify()
  }

  #mount(room: Room<Application>): void {
    if (this.#view === undefined) {
      this.#trouble = 'missing'
      return
    }
    // Shown before it is built, so that the view can measure itself and take the focus.
    this.container.hidden = !this.#chosen
    try {
      // Its own element each time: what an earlier attempt left behind must not trip it up.
      const place = document.createElement('div')
      place.className = 'application-place'
      this.container.replaceChildren(place)
      this.#mounted = this.#view.initialise(place, room)
    } catch (error) {
      this.#fail(error)
      return
    }
    const { state } = room
    if (state !== undefined) this.#guard((view) => view.update(state))
    if (this.#inFront) this.#show(room)
  }

  #show(room: Room<Application>): void {
    const seen = this.#seenOf(room) ?? room.version
    this.#guard((view) => view.shown?.(seen))
    this.#look(room)
  }

  /** In front, everything is seen; what was there when the user first came is not news either. */
  #look(room: Room<Application>): void {
    const { state } = room
    const seen = this.#inFront ? undefined : this.#seenOf(room)
    if (seen === undefined) this.#seen.write(room.version)
    const news = seen === undefined || state === undefined ? 0 : this.#guard((view) => view.unread?.(state, seen))
    this.#unread = news ?? 0
  }

  /** Undefined where nothing was seen yet; a version beyond the room's own belongs to a history that is gone. */
  #seenOf({ version }: Room<Application>): number | undefined {
    const seen = this.#seen.read()
    return seen === undefined || seen > version ? undefined : seen
  }

  #guard<Result>(use: (view: MountedView<Application>) => Result): Result | undefined {
    if (this.#mounted === undefined) return undefined
    try {
      return use(this.#mounted)
    } catch (error) {
      this.#fail(error)
      return undefined
    }
  }

  /** An application's mistake must not take the page, nor another room, with it. */
  #fail(error: unknown): void {
    console.error(error)
    showToAuthor(error)
    this.#trouble = 'failed'
    this.#removeView()
  }

  #takeDown(): void {
    this.#stop()
    this.#stop = () => undefined
    this.#trouble = undefined
    this.#unread = 0
    this.#removeView()
  }

  #removeView(): void {
    const mounted = this.#mounted
    this.#mounted = undefined
    try {
      mounted?.destroy()
    } catch (error) {
      console.error(error)
    }
    this.container.replaceChildren()
    this.#arrange()
  }

  #arrange(): void {
    this.container.hidden = !this.#chosen || this.#mounted === undefined
  }
}
