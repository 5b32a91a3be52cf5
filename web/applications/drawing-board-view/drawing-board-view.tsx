import { render } from 'preact'
import type { drawingBoard } from '../../../server/applications/drawing-board.ts'
import { systemClock } from '../../../server/machine/system-clock.ts'
import type { RoomView } from '../room-view.ts'
import { BoardModel } from './board-model.ts'
import { BoardPage } from './board-page.tsx'
import { drawThumbnail } from './draw-thumbnail.ts'

/** The drawing board's half in the browser. */
export const drawingBoardView: RoomView<typeof drawingBoard> = {
  drawPreview: drawThumbnail,
  initialise(container, room) {
    const model = new BoardModel(room, systemClock)
    render(<BoardPage model={model} />, container)
    return {
      update: (state) => model.update(state),
      destroy: () => {
        model.destroy()
        render(null, container)
      },
    }
  },
}
