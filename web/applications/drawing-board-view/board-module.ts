import '../../common/raised.css'
import '../drawing/tools.css'
import '../drawing/drawing.css'
import './board.css'

export { drawingBoard as rules } from '../../../server/applications/drawing-board.ts'
export { drawingBoardView as view } from './drawing-board-view.tsx'
