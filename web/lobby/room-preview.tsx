import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AnyRoomView } from '../applications/view-module.ts'
import { showToAuthor } from './show-to-author.ts'

interface Props {
  readonly preview: string
  readonly view: AnyRoomView | undefined
}

/** What a room shows of itself: a line of words, and beside it what its application's view draws of the rest. */
export function RoomPreview({ preview, view }: Props) {
  const [words = ''] = preview.split('\n')
  return (
    <>
      {words !== '' && (
        <span class="room-link-preview" title={words}>
          {words}
        </span>
      )}
      {view?.drawPreview && preview !== '' && <Picture preview={preview} view={view} />}
    </>
  )
}

function Picture({ preview, view }: { preview: string; view: AnyRoomView }) {
  const place = useRef<HTMLSpanElement>(null)
  const [shown, show] = useState(false)
  useLayoutEffect(() => {
    if (place.current) show(draw(view, preview, place.current))
  }, [preview, view])
  return <span class="room-link-picture" ref={place} hidden={!shown} aria-hidden="true" />
}

/** An application's mistake must not take the list with it. */
function draw(view: AnyRoomView, preview: string, place: HTMLElement): boolean {
  try {
    return view.drawPreview?.(preview, place) ?? false
  } catch (error) {
    console.error(error)
    showToAuthor(error)
    return false
  }
}
