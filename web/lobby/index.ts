/** soc-draw's page, for applications of one's own: sign-in, lobbies, rooms and people around their views. */

export type { MountedView, RoomView } from '../applications/room-view.ts'
export type { RoomViews, ViewModule } from '../applications/view-module.ts'
export { type MountedPage, mountPage, type PageOptions } from './mount-page.tsx'
