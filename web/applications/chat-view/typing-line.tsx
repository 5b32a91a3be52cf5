import { isolated } from '../../../server/contract/isolated.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import type { ChatModel } from './chat-model.ts'
import { typingWords } from './typists.ts'

/** Says who is typing, in a line that is always there. Not read out: it would talk over everything else. */
export function TypingLine({ model: { room, typists } }: { model: ChatModel }) {
  const ids = useSubscription(typists, () => typists.ids)
  const members = useSubscription(room, () => room.members)
  const names = ids.flatMap((id) => members.find((member) => member.id === id)?.name ?? []).map(isolated)
  return (
    <p class="chat-typing">
      {names.length > 0 && (
        <>
          <span class="chat-typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <span class="chat-typing-words">{typingWords(names)}</span>
        </>
      )}
    </p>
  )
}
