import { useLayoutEffect, useRef } from 'preact/hooks'
import { strokeCount } from '../../../server/applications/drawing/drawing.ts'
import { isolated } from '../../../server/contract/isolated.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { DrawingCanvas } from '../drawing/canvas.tsx'
import { takeShortcut } from '../drawing/shortcuts.ts'
import { TOOLS } from '../drawing/tool-box.ts'
import { Toolbar } from '../drawing/toolbar.tsx'
import { Answer } from './answer.tsx'
import { Choosing } from './choosing.tsx'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'
import { sheetCamera } from './sheet.ts'

/** Words are to be drawn, not written; and there is nothing beside the sheet to move the view to. */
const OFFERED = TOOLS.filter((tool) => tool !== 'text' && tool !== 'move')

/** The sheet with what lies on it at each time of a turn, and what its drawer draws with. */
export function GameSheet({ model }: { model: GuessModel }) {
  const { studio } = model
  const frame = useRef<HTMLDivElement>(null)
  const mayDraw = useSubscription(model, () => model.mayDraw)
  const phase = useSubscription(model, () => model.seen?.phase)
  const paused = useSubscription(model.room, () => model.room.status === 'paused')
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const fit = (): void => {
      if (element.clientWidth > 0) studio.viewpoint.fix(sheetCamera(element.clientWidth))
    }
    const observer = new ResizeObserver(fit)
    observer.observe(element)
    return () => observer.disconnect()
  }, [studio])
  // Whoever has chosen by keys draws by keys.
  useLayoutEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body
    if (mayDraw && lost) frame.current?.querySelector<HTMLElement>('.drawing-sheet')?.focus({ preventScroll: true })
  }, [mayDraw])
  const keyDown = (event: KeyboardEvent): void => {
    if (mayDraw && takeShortcut(event, studio, OFFERED)) event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the drawer's tools, wherever the focus is among them
    <div class="guess-easel" tabIndex={-1} onKeyDown={keyDown}>
      <div class="guess-room">
        <div class={mayDraw ? 'guess-frame guess-frame-mine' : 'guess-frame'} ref={frame}>
          <DrawingCanvas studio={studio} mayDraw={mayDraw} home={mayDraw} pointed={() => undefined}>
            <Blank model={model} />
            {phase?.name === 'choosing' && <Choosing model={model} phase={phase} />}
            {phase?.name === 'answer' && <Answer model={model} phase={phase} />}
            {paused && (
              <p class="guess-paused">
                <GuessIcon of="pause" />
                Paused. The time stands still.
              </p>
            )}
          </DrawingCanvas>
        </div>
      </div>
      {mayDraw && <Tools model={model} />}
    </div>
  )
}

function Tools({ model }: { model: GuessModel }) {
  const canUndo = useSubscription(model, () => model.canUndo)
  const canRedo = useSubscription(model, () => model.canRedo)
  const empty = useSubscription(model, () => strokes(model) === 0)
  return (
    <div class="guess-tools">
      <Toolbar studio={model.studio} canUndo={canUndo} canRedo={canRedo} offered={OFFERED}>
        <button
          type="button"
          class="drawing-choice"
          aria-label="Clear"
          title="Clear"
          aria-disabled={empty}
          onClick={() => !empty && model.clear()}
        >
          <GuessIcon of="clear" />
        </button>
      </Toolbar>
    </div>
  )
}

/** What stands on a sheet on which nothing is drawn yet. */
function Blank({ model }: { model: GuessModel }) {
  const blank = useSubscription(model, () => model.seen?.phase.name === 'drawing' && strokes(model) === 0)
  const mayDraw = useSubscription(model, () => model.mayDraw)
  const word = useSubscription(model, () => model.seen?.own?.word ?? '')
  if (!blank) return null
  return (
    <p class="guess-blank">
      {mayDraw ? `Draw “${isolated(word)}”: no letters, no numbers.` : 'The drawing appears here.'}
    </p>
  )
}

function strokes({ seen }: GuessModel): number {
  return seen ? strokeCount(seen) : 0
}
