import { chosenTone, tone } from '../../common/avatar-face.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { toView } from '../drawing/camera.ts'
import type { BoardModel } from './board-model.ts'

/**
 * The others' pens with their names. A style carries each from one place of the board to the next; when one moves the
 * view oneself, they move with the board at once.
 */
export function CursorLayer({ model }: { model: BoardModel }) {
  const { viewpoint } = model.studio
  const cursors = useSubscription(model, () => model.cursors)
  const camera = useSubscription(viewpoint, () => viewpoint.camera)
  const members = useSubscription(model.room, () => model.room.members)
  const origin = toView(camera, { x: 0, y: 0 })
  const view = `translate(${origin.x}px, ${origin.y}px) scale(${camera.zoom})`
  return (
    <div class="board-cursors" aria-hidden="true">
      <div class="board-cursors-sheet" style={{ transform: view, '--zoom': camera.zoom }}>
        {members.map(({ id, name, color }) => {
          const at = cursors.get(id)
          if (!at) return null
          return (
            <span
              key={id}
              class={`board-cursor tone-${tone(id)}`}
              style={{ transform: `translate(${at.x}px, ${at.y}px)`, ...chosenTone(color) }}
            >
              <span class="board-cursor-shape">
                <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                  <path d="M1 1l5 14 2.5-6.5L15 6z" />
                </svg>
                <bdi class="board-cursor-name">{name}</bdi>
              </span>
            </span>
          )
        })}
      </div>
    </div>
  )
}
