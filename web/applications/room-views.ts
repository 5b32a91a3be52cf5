import type { RoomViews } from './view-module.ts'

/** The views of the applications that soc-draw ships: each a chunk of its own, with its styles and its rules. */
export const roomViews: RoomViews = {
  chat: () => import('./chat-view/chat-module.ts'),
  board: () => import('./drawing-board-view/board-module.ts'),
  guess: () => import('./draw-and-guess-view/guess-module.ts'),
}
