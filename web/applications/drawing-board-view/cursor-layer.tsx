import { tone } from '../../common/avatar-face.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { toView } from '../drawing/camera.ts'
import type { BoardModel } from './board-model.ts'

/** The others' pens with their names. A style carries each from one place to the next. */
export function CursorLayer({ model }: { model: BoardModel }) {
  const { viewpoint } = model.studio
  const cursors = useSubscription(model, () => model.cursors)
  const camera = useSubscription(viewpoint, () => viewpoint.camera)
  const members = useSubscription(model.room, () => model.room.members)
  return (
    <div class="board-cursors" aria-hidden="true">
      {members.map(({ id, name }) => {
        const at = cursors.get(id)
        if (!at) return null
        const { x, y } = toView(camera, at)
        return (
          <span key={id} class={`board-cursor tone-${tone(id)}`} style={{ transform: `translate(${x}px, ${y}px)` }}>
            <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
              <path d="M1 1l5 14 2.5-6.5L15 6z" />
            </svg>
            <span class="board-cursor-name">{name}</span>
          </span>
        )
      })}
    </div>
  )
}
