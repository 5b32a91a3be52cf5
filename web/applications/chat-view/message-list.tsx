import { Component } from 'preact'
import { Avatar } from '../../common/avatar.tsx'
import { dayLabel, momentLabel, pageLocale, timeLabel } from './dates.ts'
import { MessageText } from './message-text.tsx'
import type { Said, TimelineDay, TimelineEntry } from './timeline.ts'

const locale = pageLocale(navigator.languages)

interface Props {
  readonly days: readonly TimelineDay[]
  readonly now: number
  /** Whether the connection stands. */
  readonly live: boolean
  /** Whether what comes in is the past, which is not read out. */
  readonly quiet: boolean
}

/**
 * Everything that was said. The one live region of the chat: what is added to it is read out. A message stays the same
 * element in the same place, whoever says something above it and whenever it has arrived, so that it is read out once.
 */
export function MessageList({ days, now, live, quiet }: Props) {
  return (
    <div
      class={live ? 'chat-log chat-log-live' : 'chat-log'}
      role="log"
      aria-label="Messages"
      aria-relevant="additions"
      aria-live={quiet ? 'off' : undefined}
    >
      {days.map((day, at) => (
        <section key={new Date(day.at).toDateString()} class="chat-day">
          <p class="chat-day-label">
            <span>{dayLabel(day.at, { now, previous: days[at - 1]?.at, locale })}</span>
          </p>
          {day.entries.map((entry) => (
            <Entry key={entryKey(entry)} entry={entry} />
          ))}
        </section>
      ))}
    </div>
  )
}

function entryKey(entry: TimelineEntry): string {
  return entry.kind === 'new' ? 'new' : entry.line.key
}

function Entry({ entry }: { entry: TimelineEntry }) {
  switch (entry.kind) {
    case 'new':
      return (
        <p class="chat-new">
          <span>New</span>
        </p>
      )
    case 'room':
      return (
        <p class="chat-room">
          <bdi>{entry.line.text}</bdi> <Time at={entry.line.at} />
        </p>
      )
    case 'said':
      return <Message {...entry} />
  }
}

/** As long as nothing of it changes it is not looked at again: there are many. */
class Message extends Component<Said> {
  override shouldComponentUpdate({ line, first, last }: Said): boolean {
    return line !== this.props.line || first !== this.props.first || last !== this.props.last
  }

  override render(said: Said) {
    const { line, sender, own, first } = said
    const name = own ? 'You' : line.name
    return (
      <div class={lineClass(said)}>
        {!own && first && <Avatar key="avatar" id={sender} name={name} />}
        <div key="body" class="chat-line-body">
          {first && (
            <p key="by" class="chat-by" aria-hidden="true">
              <bdi class="chat-name">{name}</bdi> <Time at={line.at} />
            </p>
          )}
          <p
            key="text"
            class={line.pending ? 'chat-message chat-pending' : 'chat-message'}
            dir="auto"
            title={momentLabel(line.at, locale)}
          >
            {/* With a direction of its own: the message's is its text's, whoever says it. */}
            <span class="unseen" dir="ltr">
              <bdi>{name}</bdi>, {timeLabel(line.at, locale)}:{' '}
            </span>
            <MessageText text={line.text} />
          </p>
        </div>
      </div>
    )
  }
}

function lineClass({ own, first, last }: Said): string {
  return ['chat-line', own && 'chat-line-own', first && 'chat-line-first', last && 'chat-line-last']
    .filter(Boolean)
    .join(' ')
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={momentLabel(at, locale)}>
      {timeLabel(at, locale)}
    </time>
  )
}
