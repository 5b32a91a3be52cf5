import type { ComponentChildren } from 'preact'
import { useSubscription } from '../../common/use-subscription.ts'
import { Choice } from './choice.tsx'
import { InkChoice } from './ink-choice.tsx'
import { TOOL_KEYS } from './shortcuts.ts'
import type { Studio } from './studio.ts'
import { TOOLS, type Tool } from './tool-box.ts'
import { ToolIcon } from './tool-icons.tsx'

const NAMES: Readonly<Record<Tool, string>> = {
  pen: 'Pen',
  eraser: 'Eraser',
  fill: 'Fill an area',
  line: 'Line',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  text: 'Text',
  move: 'Move the view',
}

interface ToolbarProps {
  readonly studio: Studio
  /** Whether there is anything of one's own to undo, and to redo. */
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The tools there are; all unless told. */
  readonly offered?: readonly Tool[]
  /** What an application does with the drawing beside it, after undo and redo. */
  readonly children?: ComponentChildren
}

/** Everything one can take into one's hand. */
export function Toolbar({ studio, canUndo, canRedo, offered = TOOLS, children }: ToolbarProps) {
  const { tools } = studio
  const tool = useSubscription(tools, () => tools.tool)
  return (
    <div class="raised drawing-tools" role="toolbar" aria-label="Drawing">
      <fieldset class="drawing-group" aria-label="Tools">
        {offered.map((each) => (
          <Choice
            key={each}
            name={NAMES[each]}
            hint={TOOL_KEYS[each]}
            chosen={each === tool}
            choose={() => tools.take(each)}
          >
            <ToolIcon of={each} />
          </Choice>
        ))}
      </fieldset>
      <InkChoice tools={tools} />
      <fieldset class="drawing-group" aria-label="Steps">
        <Step name="Undo" hint="Ctrl+Z" can={canUndo} take={() => studio.undo()} />
        <Step name="Redo" hint="Shift+Ctrl+Z" can={canRedo} take={() => studio.redo()} />
        {children}
      </fieldset>
    </div>
  )
}

function Step({ name, hint, can, take }: { name: 'Undo' | 'Redo'; hint: string; can: boolean; take(): void }) {
  return (
    <button
      type="button"
      class="drawing-choice"
      aria-label={name}
      aria-disabled={!can}
      title={`${name} (${hint})`}
      onClick={() => can && take()}
    >
      <ToolIcon of={name === 'Undo' ? 'undo' : 'redo'} />
    </button>
  )
}
