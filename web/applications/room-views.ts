import { chat } from '../../server/applications/chat.ts'
import { drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { drawingBoard } from '../../server/applications/drawing-board.ts'
import type { AnyApplication, Application } from '../../server/contract/application.ts'
import { chatView } from './chat-view/chat-view.tsx'
import { guessView } from './draw-and-guess-view/guess-view.tsx'
import { drawingBoardView } from './drawing-board-view/drawing-board-view.tsx'
import type { RoomView } from './room-view.ts'

/** Any application's view, for the page that mounts it without knowing its types. */
export type AnyRoomView = RoomView<Application>

/** What the page has of an application. */
export interface RoomViewEntry {
  readonly view: AnyRoomView
  /** Its rules, by which the client library shows one's own actions at once. */
  readonly rules: AnyApplication
}

/** The page's applications, by their names. */
export type RoomViews = Readonly<Record<string, RoomViewEntry | undefined>>

/** The words are the server's secret; without any the rules still tell what a stroke of one's own looks like. */
const guess = drawAndGuess({ en: [], de: [] })

/** The applications that soc-draw ships. Each lobby is connected as soon as one is signed in, so nothing is won by loading them later. */
export const roomViews: RoomViews = {
  [chat.name]: { view: chatView, rules: chat },
  [drawingBoard.name]: { view: drawingBoardView, rules: drawingBoard },
  [guess.name]: { view: guessView, rules: guess },
}
