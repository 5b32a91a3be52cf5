import { useRef } from 'preact/hooks'
import { MAX_STROKES } from '../../../server/applications/drawing/drawing.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { DrawingCanvas } from '../drawing/canvas.tsx'
import { takeShortcut } from '../drawing/shortcuts.ts'
import { ToolIcon } from '../drawing/tool-icons.tsx'
import { Toolbar } from '../drawing/toolbar.tsx'
import type { BoardModel } from './board-model.ts'
import { CursorLayer } from './cursor-layer.tsx'

/** The board as one sees it: the sheet, who else is on it, and what one draws with. */
export function BoardPage({ model }: { model: BoardModel }) {
  const { studio } = model
  const mayDraw = useSubscription(model, () => model.mayDraw)
  const empty = useSubscription(model, () => model.strokes === 0)
  const problem = useSubscription(studio, () => studio.problem)
  const canUndo = useSubscription(model, () => model.canUndo)
  const canRedo = useSubscription(model, () => model.canRedo)
  const keyDown = (event: KeyboardEvent): void => {
    if (mayDraw && takeShortcut(event, studio)) event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the board's tools, wherever in it the focus is
    <div class="board" tabIndex={-1} onKeyDown={keyDown}>
      <DrawingCanvas studio={studio} mayDraw={mayDraw} home pointed={(at) => model.pointed(at)}>
        <CursorLayer model={model} />
        {empty && <Empty mayDraw={mayDraw} />}
      </DrawingCanvas>
      <div class="board-top">
        <Meter model={model} />
        <ViewControls model={model} />
        <BoardMenu model={model} />
      </div>
      <p class="drawing-notice board-problem" role="status">
        {problem}
      </p>
      {mayDraw ? (
        <Toolbar studio={studio} canUndo={canUndo} canRedo={canRedo} />
      ) : (
        <p class="drawing-notice board-watching">
          You are watching: look around by dragging, zoom with the wheel or two fingers.
        </p>
      )}
    </div>
  )
}

function Empty({ mayDraw }: { mayDraw: boolean }) {
  return (
    <div class="board-empty">
      <p class="board-empty-title">Nothing here yet</p>
      <p>{mayDraw ? 'Press and draw. Everybody in this room sees it as you do.' : 'What is drawn shows up here.'}</p>
    </div>
  )
}

/** From how many strokes on a board is nearly full. */
const HIGH = 0.9 * MAX_STROKES

/** How full the board is. */
function Meter({ model }: { model: BoardModel }) {
  const strokes = useSubscription(model, () => model.strokes)
  const words = `${strokes.toLocaleString('en')} of ${MAX_STROKES.toLocaleString('en')} strokes`
  const high = strokes >= HIGH
  return (
    <div class={`raised board-panel board-meter ${high ? 'board-meter-high' : ''}`}>
      <meter min={0} max={MAX_STROKES} high={HIGH} value={strokes} aria-label="Strokes on the board">
        {words}
      </meter>
      <span class="board-meter-words">
        {strokes >= MAX_STROKES ? `Full: ${words}` : high ? `Nearly full: ${words}` : words}
      </span>
    </div>
  )
}

function ViewControls({ model }: { model: BoardModel }) {
  const { viewpoint, easel } = model.studio
  const percent = useSubscription(viewpoint, () => viewpoint.percent)
  const zoom = (factor: number) => viewpoint.zoom(factor, easel.middle)
  return (
    <fieldset class="raised board-panel board-view" aria-label="View">
      <button type="button" class="drawing-choice" aria-label="Zoom out" onClick={() => zoom(1 / 1.25)}>
        <ToolIcon of="minus" />
      </button>
      <button
        type="button"
        class="board-percent"
        aria-label={`${percent} %: back to 100 %`}
        onClick={() => zoom(100 / percent)}
      >
        {percent} %
      </button>
      <button type="button" class="drawing-choice" aria-label="Zoom in" onClick={() => zoom(1.25)}>
        <ToolIcon of="plus" />
      </button>
    </fieldset>
  )
}

/** What is done with the board as a whole. */
function BoardMenu({ model }: { model: BoardModel }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const empty = useSubscription(model, () => model.strokes === 0)
  const mayClear = useSubscription(model, () => model.mayClear)
  const close = (): void => dialog.current?.close()
  const clear = (): void => {
    model.clear()
    close()
  }
  return (
    <fieldset class="raised board-panel" aria-label="Board">
      {(['png', 'svg'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          class="button button-quiet button-small"
          aria-label={`Save as ${kind.toUpperCase()}`}
          aria-disabled={empty}
          onClick={() => !empty && void model.save(kind)}
        >
          {kind.toUpperCase()}
        </button>
      ))}
      {mayClear && (
        <button
          type="button"
          class="button button-quiet button-small"
          aria-disabled={empty}
          onClick={() => !empty && dialog.current?.showModal()}
        >
          Clear
        </button>
      )}
      <dialog class="raised board-dialog" ref={dialog} aria-labelledby="board-clear-title">
        <h2 id="board-clear-title">Clear the board?</h2>
        <p>Everything that anybody has drawn is taken away, for everybody. This can’t be undone.</p>
        <div class="board-dialog-actions">
          <button type="button" class="button" onClick={close}>
            Keep it
          </button>
          <button type="button" class="button button-strong" onClick={clear}>
            Clear for everybody
          </button>
        </div>
      </dialog>
    </fieldset>
  )
}
