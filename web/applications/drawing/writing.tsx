import { useLayoutEffect, useRef } from 'preact/hooks'
import { MAX_TEXT } from '../../../server/applications/drawing/stroke.ts'
import { useBound } from '../../common/use-bound.ts'
import { useComposition } from '../../common/use-composition.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { toView } from './camera.ts'
import { textHeight } from './geometry.ts'
import type { Studio } from './studio.ts'

interface WritingProps {
  readonly studio: Studio
  /** It was written, or given up, by a key: the focus goes on from here. */
  done(): void
}

/** Where one types text that is to stand on the board: Enter puts it there, Escape throws it away. */
export function Writing({ studio, done }: WritingProps) {
  const at = useSubscription(studio, () => studio.writing)
  const field = useRef<HTMLInputElement>(null)
  const composition = useComposition(field)
  const bound = useBound(MAX_TEXT)
  useLayoutEffect(() => {
    bound.forget()
    field.current?.focus()
  }, [at])
  if (!at) return null
  const { x, y } = toView(studio.viewpoint.camera, at)
  const size = textHeight(studio.tools.width) * studio.viewpoint.camera.zoom
  const pressed = (event: KeyboardEvent): void => {
    if ((event.key !== 'Enter' && event.key !== 'Escape') || composition.active(event)) return
    event.preventDefault()
    studio.written(event.key === 'Enter' ? (field.current?.value ?? '') : '')
    done()
  }
  return (
    <>
      <input
        class="drawing-writing"
        ref={field}
        aria-label="Text on the board"
        dir="auto"
        {...bound.field}
        style={{ transform: `translate(${x}px, ${y}px)`, fontSize: `${Math.max(12, size)}px` }}
        onBlur={(event) => studio.written(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      {bound.note !== undefined && (
        <p class="drawing-writing-note" role="status" style={{ transform: `translate(${x}px, ${y}px)` }}>
          {bound.note}
        </p>
      )}
    </>
  )
}
