import type { Studio } from './studio.ts'
import type { Tool } from './tool-box.ts'

/** The tools' keys, as their buttons tell them. */
export const TOOL_KEYS: Readonly<Record<Tool, string>> = {
  pen: 'P',
  eraser: 'E',
  fill: 'F',
  line: 'L',
  rectangle: 'R',
  ellipse: 'O',
  text: 'T',
  move: 'H',
}

/** Does what a key stands for on a board: 1 to 4 are widths, letters tools, Ctrl+Z undoes. False: it stands for nothing. */
export function takeShortcut(event: KeyboardEvent, studio: Studio, mayDraw: boolean): boolean {
  if (event.altKey || !mayDraw) return false
  if (event.ctrlKey || event.metaKey) return takeUndo(event, studio)
  if (/^[1-4]$/.test(event.key)) {
    studio.tools.setWidth(Number(event.key))
    return true
  }
  const key = event.key.toUpperCase()
  for (const [tool, letter] of Object.entries(TOOL_KEYS)) {
    if (letter === key) {
      studio.tools.take(tool as Tool)
      return true
    }
  }
  return false
}

function takeUndo(event: KeyboardEvent, studio: Studio): boolean {
  const key = event.key.toLowerCase()
  if (key === 'y' || (key === 'z' && event.shiftKey)) studio.redo()
  else if (key === 'z') studio.undo()
  else return false
  return true
}
