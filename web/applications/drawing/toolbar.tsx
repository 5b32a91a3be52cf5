import type { ComponentChildren } from 'preact'
import { COLOURS, THICKNESS } from '../../../server/applications/drawing/stroke.ts'
import { useSubscription } from '../../common/use-subscription.ts'
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
  const colour = useSubscription(tools, () => tools.colour)
  const width = useSubscription(tools, () => tools.width)
  return (
    <div class="drawing-tools" role="toolbar" aria-label="Drawing">
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
      <fieldset class="drawing-group" aria-label="Widths">
        {THICKNESS.map((thickness, at) => (
          <Choice
            key={thickness}
            name={`Width ${at + 1}`}
            hint={`${at + 1}`}
            chosen={at + 1 === width}
            choose={() => tools.setWidth(at + 1)}
          >
            <span class={`drawing-dot drawing-dot-${at + 1}`} />
          </Choice>
        ))}
      </fieldset>
      <fieldset class="drawing-group" aria-label="Steps">
        <Step name="Undo" hint="Ctrl+Z" can={canUndo} take={() => studio.undo()} />
        <Step name="Redo" hint="Shift+Ctrl+Z" can={canRedo} take={() => studio.redo()} />
        {children}
      </fieldset>
      <fieldset class="drawing-group drawing-colours" aria-label="Colours">
        {COLOURS.map(({ name, value }, at) => (
          <Choice key={name} name={name} chosen={at === colour} choose={() => tools.dip(at)}>
            <span class="drawing-swatch" style={{ background: value }} />
          </Choice>
        ))}
      </fieldset>
    </div>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly hint?: string
  readonly chosen: boolean
  choose(): void
  readonly children: preact.ComponentChildren
}

function Choice({ name, hint, chosen, choose, children }: ChoiceProps) {
  return (
    <button
      type="button"
      class="drawing-choice"
      aria-label={name}
      aria-pressed={chosen}
      title={hint ? `${name} (${hint})` : name}
      onClick={choose}
    >
      {children}
    </button>
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
