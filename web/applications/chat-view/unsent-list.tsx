import { AlertIcon } from './chat-icons.tsx'
import type { Unsent } from './chat-model.ts'
import { MessageText } from './message-text.tsx'

interface Props {
  readonly unsent: readonly Unsent[]
  retry(key: number): void
  edit(message: Unsent): void
  discard(key: number): void
}

/** One's own messages that did not make it, below everything that did: each with the reason, and what can be done. */
export function UnsentList({ unsent, ...remedies }: Props) {
  if (unsent.length === 0) return null
  return (
    <ul class="chat-unsent" aria-label="Not sent">
      {unsent.map((message) => (
        <li key={message.key} class="chat-line chat-line-own chat-line-first chat-line-last">
          <div class="chat-line-body">
            <p class="chat-message chat-failed" dir="auto">
              <MessageText text={message.text} />
            </p>
            <p class="chat-problem" role="alert">
              <AlertIcon />
              <span>
                Not sent: <bdi>{message.problem}</bdi>
              </span>
            </p>
            <Remedies message={message} {...remedies} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Remedies({ message, retry, edit, discard }: Omit<Props, 'unsent'> & { readonly message: Unsent }) {
  return (
    <div class="chat-remedies">
      <button type="button" class="button button-small" onClick={() => retry(message.key)}>
        Retry
      </button>
      <button type="button" class="button button-small" onClick={() => edit(message)}>
        Edit
      </button>
      <button type="button" class="button button-small" onClick={() => discard(message.key)}>
        Delete
      </button>
    </div>
  )
}
