import '../styles/more-rooms.css'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import type { LobbyConnection } from './lobby-connection.ts'

interface Props {
  readonly lobby: LobbyConnection
  /** Whether the next rooms come by themselves as one scrolls there. Not above another lobby, which could never be reached then. */
  readonly automatic: boolean
  /** Whoever asked for them goes on with the first one that came. */
  goOn(roomId: string): void
}

/** Stands where a lobby's list goes on: loads the next rooms. */
export function MoreRooms({ lobby, automatic, goOn }: Props) {
  const more = useSubscription(lobby, () => lobby.more)
  const rooms = useSubscription(lobby, () => lobby.rooms.length)
  const button = useRef<HTMLButtonElement>(null)
  /** The rooms that were there when the button was pressed; undefined where it was not. */
  const pressed = useRef<ReadonlySet<string> | undefined>(undefined)
  useLoadingInSight(lobby, button, automatic && more === 'idle', rooms)
  useLayoutEffect(() => {
    if (more === 'loading' || pressed.current === undefined) return
    const before = pressed.current
    pressed.current = undefined
    const first = lobby.rooms.find(({ id }) => !before.has(id))
    const free = document.activeElement === button.current || document.activeElement === document.body
    if (free && first) goOn(first.id)
  }, [more])
  if (more === 'none') return null
  return (
    <div class="lobby-more">
      {more === 'failed' && (
        <p class="lobby-more-failed" role="alert">
          The next rooms could not be loaded. {lobby.problem?.message}
        </p>
      )}
      <button
        type="button"
        class="button button-wide"
        ref={button}
        aria-disabled={more === 'loading'}
        onClick={() => {
          pressed.current ??= new Set(lobby.rooms.map(({ id }) => id))
          void lobby.loadMore()
        }}
      >
        {words(more)}
      </button>
    </div>
  )
}

/** What failed is not asked for again by itself. */
function useLoadingInSight(
  lobby: LobbyConnection,
  button: RefObject<HTMLElement | null>,
  active: boolean,
  rooms: number,
): void {
  useLayoutEffect(() => {
    if (!active || button.current === null) return
    const sight = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void lobby.loadMore()
    })
    sight.observe(button.current)
    return () => sight.disconnect()
  }, [lobby, active, rooms])
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
