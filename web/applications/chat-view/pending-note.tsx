import { useSubscription } from '../../common/use-subscription.ts'
import { ClockIcon } from './chat-icons.tsx'
import type { ChatModel } from './chat-model.ts'

/** What one's own messages on their way wait for; nothing where none is. */
export function PendingNote({ model }: { model: ChatModel }) {
  const { room } = model
  // They are the last ones, always.
  const pending = useSubscription(model, () => model.lines.at(-1)?.pending === true)
  const live = useSubscription(room, () => room.live)
  const running = useSubscription(room, () => room.status === 'running')
  if (!pending) return null
  return (
    <p class={live && running ? 'chat-progress chat-progress-live' : 'chat-progress'}>
      <ClockIcon />
      {words(live, running)}
    </p>
  )
}

function words(live: boolean, running: boolean): string {
  if (!live) return 'Waits for the connection'
  return running ? 'Sending…' : 'Waits until the room goes on'
}
