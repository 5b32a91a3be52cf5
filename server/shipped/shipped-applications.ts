import { chat } from '../applications/chat.ts'
import { drawAndGuess } from '../applications/draw-and-guess.ts'
import { drawingBoard } from '../applications/drawing-board.ts'
import type { AnyApplication } from '../contract/application.ts'
import { words } from './words.ts'

/** The applications that soc-draw ships, with the secrets that they have on a server: no browser may load this. */
export const shippedApplications: readonly AnyApplication[] = [chat, drawingBoard, drawAndGuess(words)]
