import { AlertIcon, ClockIcon } from './chat-icons.tsx'
import type { Outgoing } from './chat-model.ts'
import { MessageText } from './message-text.tsx'

interface Props {
  readonly outgoing: readonly Outgoing[]
  /** Whether the connection stands. */
  readonly live: boolean
  /** Whether the first of them will join what stands above it. */
  readonly joins: boolean
  retry(key: number): void
  edit(message: Outgoing): void
  discard(key: number): void
}

/**
 * One's own messages that aren't in the room yet: muted where they will stand, or with what went wrong. Laid out as what
 * was said is, so that nothing jumps when they have arrived.
 */
export function OutgoingList({ outgoing, live, joins, ...handlers }: Props) {
  if (outgoing.length === 0) return null
  const underWay = outgoing.some(({ problem }) => problem === undefined)
  return (
    <div class={joins ? 'chat-outgoing chat-outgoing-joins' : 'chat-outgoing'}>
      {!joins && (
        <p class="chat-by" aria-hidden="true">
          <span class="chat-name">You</span>
        </p>
      )}
      <ul aria-label="Not sent yet">
        {outgoing.map((message) => (
          <li key={message.key} class="chat-group chat-group-own">
            <div class="chat-group-body">
              <p
                class={message.problem === undefined ? 'chat-message chat-sending' : 'chat-message chat-failed'}
                dir="auto"
              >
                <MessageText text={message.text} />
              </p>
              {message.problem !== undefined && <Failure message={message} problem={message.problem} {...handlers} />}
            </div>
          </li>
        ))}
      </ul>
      {underWay && (
        <p class={live ? 'chat-progress chat-progress-live' : 'chat-progress'}>
          <ClockIcon />
          {live ? 'Sending…' : 'Waits for the connection'}
        </p>
      )}
    </div>
  )
}

type FailureProps = Omit<Props, 'outgoing' | 'live' | 'joins'> & {
  readonly message: Outgoing
  readonly problem: string
}

function Failure({ message, problem, retry, edit, discard }: FailureProps) {
  return (
    <div class="chat-failure">
      <p class="chat-problem" role="alert">
        <AlertIcon />
        <span>Not sent: {problem}</span>
      </p>
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
    </div>
  )
}
