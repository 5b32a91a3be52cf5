import { useSubscription } from '../common/use-subscription.ts'
import type { LobbyConnection } from './lobby-connection.ts'
import { useLate } from './use-late.ts'
import { waitWords } from './wait-words.ts'

/** The shape of what is coming; after a while also in words. */
export function Entering({ lobby }: { lobby: LobbyConnection | undefined }) {
  const late = useLate()
  const trouble = useSubscription(lobby, () => lobby?.trouble)
  const waits = late || trouble !== undefined
  return (
    <div class="entering" role="status">
      <span class={waits ? 'entering-words' : 'unseen'}>{waits ? waitWords(trouble) : 'Entering the room'}</span>
      <span class="skeleton" />
      <span class="skeleton skeleton-own" />
      <span class="skeleton skeleton-long" />
      <span class="skeleton skeleton-own skeleton-short" />
    </div>
  )
}
