import { useSubscription } from '../common/use-subscription.ts'
import type { LobbyConnection } from './lobby-connection.ts'
import { useLate } from './use-late.ts'
import { waitWords } from './wait-words.ts'

/** In the place of a lobby's rooms that are on their way: their shape, and after a while what they are waiting for. */
export function LobbyWait({ lobby }: { lobby: LobbyConnection }) {
  const late = useLate()
  const trouble = useSubscription(lobby, () => lobby.trouble)
  const failed = useSubscription(lobby, () => lobby.status === 'closed')
  const waits = late || trouble !== undefined
  return (
    <div class="lobby-skeletons" role="status">
      <span class={waits ? 'lobby-wait' : 'unseen'}>{waits ? waitWords(trouble) : 'Loading the rooms'}</span>
      {failed && (
        <button type="button" class="button" onClick={() => void lobby.connect()}>
          Try now
        </button>
      )}
      <span class="skeleton" />
      <span class="skeleton" />
    </div>
  )
}
