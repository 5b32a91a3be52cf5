import { keyName, typesSign } from '../../common/key-name.ts'
import type { Studio } from './studio.ts'
import { TOOLS, type Tool } from './tool-box.ts'

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

/**
 * Does what a key stands for on a board: 1 to 4 are widths, letters tools, Ctrl+Z undoes. False: it stands for nothing,
 * or belongs to where something is written, or to a dialog.
 */
export function takeShortcut(event: KeyboardEvent, studio: Studio, offered: readonly Tool[] = TOOLS): boolean {
  if (event.isComposing || typesSign(event) || isElsewhere(event.target)) return false
  const key = keyName(event)
  if (event.ctrlKey || event.metaKey) return takeUndo(key, event.shiftKey, studio)
  const tool = offered.find((each) => TOOL_KEYS[each] === key)
  if (tool) studio.tools.take(tool)
  else if (/^[1-4]$/.test(key)) studio.tools.setWidth(Number(key))
  else return false
  return true
}

function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog') !== null
}

function takeUndo(key: string, shift: boolean, studio: Studio): boolean {
  if (key === 'Y' || (key === 'Z' && shift)) studio.redo()
  else if (key === 'Z') studio.undo()
  else return false
  return true
}
