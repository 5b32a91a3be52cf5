import type { ClientState } from '../../server/contract/client-types.ts'
import type { Room } from '../client/client-api.ts'

/** A view that was built into its container. */
export interface MountedView<App> {
  /** Shows `state`; called after each change. */
  update(state: ClientState<App>): void
  /** How many things in `state` came after version `sinceVersion` and are news to the user. */
  unread?(state: ClientState<App>, sinceVersion: number): number
  /** The view came to the front, before a user who has seen the room up to version `sinceVersion`. */
  shown?(sinceVersion: number): void
  /** Removes every listener and timer. The container is thrown away by the page. */
  destroy(): void
}

/** The browser half of an application, in any UI library or none. */
export interface RoomView<App> {
  /**
   * The view shows by itself who is in the room. Then the page's own list of people is folded, so that nobody stands twice
   * and the view has its place; who asks for it still gets it.
   */
  readonly showsMembers?: boolean
  /** Builds the application into `container`, its own `<div>`, once its room has started. */
  initialise(container: HTMLElement, room: Room<App>): MountedView<App>
  /**
   * Draws what the application's `preview` says beside its first line, which the page shows as words, into `place`: an
   * element of the lobby's list, which is empty at first and hidden from who listens. Called after each change, also
   * without anybody in the room. False: there is nothing to be drawn.
   */
  drawPreview?(preview: string, place: HTMLElement): boolean
}
