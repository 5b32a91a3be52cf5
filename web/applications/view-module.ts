import type { AnyApplication, Application } from '../../server/contract/application.ts'
import type { RoomView } from './room-view.ts'

/** Any application's view, for the page that mounts it without knowing its types. */
export type AnyRoomView = RoomView<Application>

/** What the page has of an application. A module that exports these two is one. */
export interface ViewModule {
  readonly view: AnyRoomView
  /** Its rules, by which the client library shows one's own actions at once; without them none is shown before its answer. */
  readonly rules?: AnyApplication
}

/**
 * The page's applications, by their names: there at once, or loaded when the first room of one is opened, so that nobody
 * waits for what they don't use. What a loader rejects with is final until the page is loaded anew.
 */
export type RoomViews = Readonly<Record<string, ViewModule | (() => Promise<ViewModule>)>>
