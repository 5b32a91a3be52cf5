import { Icon } from '../../common/icon.tsx'
import type { Tool } from './tool-box.ts'

const SHAPES: Readonly<Record<Tool | 'undo' | 'redo' | 'plus' | 'minus', string>> = {
  pen: 'M2.5 13.5l1-3.5 7.5-7.5 2.5 2.5L6 12.5zM9.5 4l2.5 2.5',
  eraser: 'M6 13.5L2.5 10l7-7L14 7.5l-6 6zM6 6.5l4.5 4.5M5.5 13.5h8',
  fill: 'M6.5 2.5l6 6-5 5-6-6zM4 1.5l3 3M2 7.5h9.5M14 10.5c1 1.4 1 3-.2 3s-1.200-1.600.2-3',
  line: 'M3 13L13 3',
  rectangle: 'M2.5 4h11v8h-11z',
  ellipse: 'M2 8a6 4.5 0 1 0 12 0a6 4.5 0 1 0 -12 0',
  text: 'M3.5 5V3h9v2M8 3v10M6 13h4',
  move: 'M8 1.5v13M1.5 8h13M6 3.5l2-2 2 2M6 12.5l2 2 2-2M3.5 6l-2 2 2 2M12.5 6l2 2-2 2',
  undo: 'M5.5 3L2.5 6l3 3M3 6h6.5a4 4 0 0 1 0 8H6',
  redo: 'M10.5 3l3 3-3 3M13 6H6.5a4 4 0 0 0 0 8H10',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
}

/** The drawing on a tool's button. */
export function ToolIcon({ of }: { of: keyof typeof SHAPES }) {
  return (
    <Icon>
      <path d={SHAPES[of]} />
    </Icon>
  )
}
