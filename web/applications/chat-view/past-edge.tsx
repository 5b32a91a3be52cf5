import { AlertIcon } from './chat-icons.tsx'
import type { PastState } from './past.ts'

interface Props {
  readonly state: PastState
  /** Which messages go on here. */
  readonly which: 'older' | 'newer'
  retry(): void
}

/** Where more messages go on: whether they are on their way. Its height is there always, so that nothing moves. */
export function PastEdge({ state, which, retry }: Props) {
  return (
    <div class={`chat-edge chat-edge-${which}`}>
      {state === 'loading' && (
        <p class="chat-edge-words">
          <span class="chat-typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          Loading {which} messages…
        </p>
      )}
      {state === 'failed' && (
        <>
          <p class="chat-edge-words chat-edge-failed" role="alert">
            <AlertIcon />
            The {which} messages could not be loaded.
          </p>
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
        </>
      )}
    </div>
  )
}

/** Above the first message of all. */
export function Beginning() {
  return <p class="chat-beginning">This is the beginning of the conversation.</p>
}
