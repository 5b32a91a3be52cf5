import type { AnyApplication } from '../contract/application.ts'
import { chat } from './chat.ts'
import { drawingBoard } from './drawing-board.ts'

/** The applications that soc-draw ships. */
export const applications: readonly AnyApplication[] = [chat, drawingBoard]
