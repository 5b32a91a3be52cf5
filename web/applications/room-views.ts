import type { Application } from '../../server/contract/application.ts'
import { chatView } from './chat-view/chat-view.tsx'
import type { RoomView } from './room-view.ts'

/** Any application's view, for the page that mounts it without knowing its types. */
export type AnyRoomView = RoomView<Application>

/** The browser half of each application, by the application's name. */
export const roomViews: Readonly<Record<string, AnyRoomView | undefined>> = {
  chat: chatView,
}
