import { Component } from 'preact'
import { useMemo } from 'preact/hooks'
import { Avatar } from '../../common/avatar.tsx'
import { dayLabel, momentLabel, pageLocale, timeLabel, type Writing } from './dates.ts'
import { MessageText } from './message-text.tsx'
import type { Said, TimelineDay, TimelineEntry } from './timeline.ts'

const locale = pageLocale(navigator.languages)

interface Props {
  readonly days: readonly TimelineDay[]
  /** Those that users have chosen, by user id. */
  readonly colours: ReadonlyMap<string, string>
  readonly now: number
  /** The reader's time zone. Another one writes every time anew. */
  readonly zone: string
  /** Whether the connection stands. */
  readonly live: boolean
  /** Whether what comes in is the past, which is not read out. */
  readonly quiet: boolean
}

/**
 * Everything that was said. The one live region of the chat: what is added to it is read out. A message stays the same
 * element in the same place, whoever says something above it and whenever it has arrived, so that it is read out once.
 */
export function MessageList({ days, colours, now, zone, live, quiet }: Props) {
  const writing = useMemo(() => ({ locale, zone }), [zone])
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
            <span>{dayLabel(day.at, { now, previous: days[at - 1]?.at, ...writing })}</span>
          </p>
          {day.entries.map((entry) => (
            <Entry key={entryKey(entry)} entry={entry} colours={colours} writing={writing} />
          ))}
        </section>
      ))}
    </div>
  )
}

function entryKey(entry: TimelineEntry): string {
  return entry.kind === 'new' ? 'new' : entry.line.key
}

interface EntryProps extends Pick<Props, 'colours'> {
  readonly entry: TimelineEntry
  readonly writing: Writing
}

function Entry({ entry, colours, writing }: EntryProps) {
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
          <bdi>{entry.line.text}</bdi> <Time at={entry.line.at} writing={writing} />
        </p>
      )
    case 'said':
      return <Message {...entry} color={colours.get(entry.sender)} writing={writing} />
  }
}

interface SaidProps extends Said {
  readonly color: string | undefined
  readonly writing: Writing
}

/** As long as nothing of it changes it is not looked at again: there are many. */
class Message extends Component<SaidProps> {
  override shouldComponentUpdate({ line, first, last, color, writing }: SaidProps): boolean {
    const { props } = this
    const moved = first !== props.first || last !== props.last
    return moved || line !== props.line || color !== props.color || writing !== props.writing
  }

  override render(said: SaidProps) {
    const { line, sender, color, own, first, writing } = said
    const name = own ? 'You' : line.name
    return (
      <div class={lineClass(said)}>
        {!own && first && <Avatar key="avatar" id={sender} name={name} color={color} />}
        <div key="body" class="chat-line-body">
          {first && (
            <p key="by" class="chat-by" aria-hidden="true">
              <bdi class="chat-name">{name}</bdi> <Time at={line.at} writing={writing} />
            </p>
          )}
          <p
            key="text"
            class={line.pending ? 'chat-message chat-pending' : 'chat-message'}
            dir="auto"
            title={momentLabel(line.at, writing)}
          >
            {/* With a direction of its own: the message's is its text's, whoever says it. */}
            <span class="unseen" dir="ltr">
              <bdi>{name}</bdi>, {timeLabel(line.at, writing)}:{' '}
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

function Time({ at, writing }: { at: number; writing: Writing }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={momentLabel(at, writing)}>
      {timeLabel(at, writing)}
    </time>
  )
}
