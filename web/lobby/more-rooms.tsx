import '../styles/more-rooms.css'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import type { RailOrder } from './order/rail-order.ts'

interface Props {
  readonly order: RailOrder
  /** Whether the next rooms come by themselves as one scrolls there. Not above another lobby, which could never be reached then. */
  readonly automatic: boolean
  /** Whoever asked for them goes on with the first one that came. */
  goOn(roomId: string): void
}

/** Stands where a lobby's list goes on: loads the next rooms. */
export function MoreRooms({ order, automatic, goOn }: Props) {
  const more = useSubscription(order, () => order.more)
  const rooms = useSubscription(order, () => order.rooms.length)
  const button = useRef<HTMLButtonElement>(null)
  /** The rooms that were there when the button was pressed; undefined where it was not. */
  const pressed = useRef<ReadonlySet<string> | undefined>(undefined)
  useLoadingInSight(order, button, automatic && more === 'idle', rooms)
  useLayoutEffect(() => {
    if (more === 'loading' || pressed.current === undefined) return
    const before = pressed.current
    pressed.current = undefined
    const first = order.rooms.find(({ id }) => !before.has(id))
    const free = document.activeElement === button.current || document.activeElement === document.body
    if (free && first) goOn(first.id)
  }, [more])
  if (more === 'none') return null
  return (
    <div class="lobby-more">
      {more === 'failed' && (
        <p class="lobby-more-failed" role="alert">
          The next rooms could not be loaded. {order.problem?.message}
        </p>
      )}
      <button
        type="button"
        class="button button-wide"
        ref={button}
        aria-disabled={more === 'loading'}
        onClick={() => {
          pressed.current ??= new Set(order.rooms.map(({ id }) => id))
          void order.loadMore()
        }}
      >
        {words(more)}
      </button>
    </div>
  )
}

/** What failed is not asked for again by itself. */
function useLoadingInSight(
  order: RailOrder,
  button: RefObject<HTMLElement | null>,
  active: boolean,
  rooms: number,
): void {
  useLayoutEffect(() => {
    if (!active || button.current === null) return
    const sight = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void order.loadMore()
    })
    sight.observe(button.current)
    return () => sight.disconnect()
  }, [order, active, rooms])
}

function words(more: 'idle' | 'loading' | 'failed'): string {
  switch (more) {
    case 'idle':
      return 'More rooms'
    case 'loading':
      return 'Loading more rooms…'
    case 'failed':
      return 'Try again'
  }
}
