import { Avatar } from '../../common/avatar.tsx'
import { dayLabel, momentLabel, pageLocale, timeLabel } from './dates.ts'
import { MessageText } from './message-text.tsx'
import type { MessageGroup, TimelineDay, TimelineEntry } from './timeline.ts'

const locale = pageLocale(navigator.languages)

/** Everything that was said. The one live region of the chat: what is added to it is read out. */
export function MessageList({ days, now }: { days: readonly TimelineDay[]; now: number }) {
  return (
    <div class="chat-log" role="log" aria-label="Messages">
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
  if (entry.kind === 'new') return 'new'
  return `${entry.kind} ${entry.kind === 'room' ? entry.message.id : entry.messages[0].id}`
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
          <span>{entry.message.text}</span> <Time at={entry.message.at} />
        </p>
      )
    case 'group':
      return <Group group={entry} />
  }
}

function Group({ group: { sender, name, own, messages } }: { group: MessageGroup }) {
  return (
    <div class={own ? 'chat-group chat-group-own' : 'chat-group'}>
      {!own && <Avatar id={sender} name={name} />}
      <div class="chat-group-body">
        <p class="chat-by" aria-hidden="true">
          <span class="chat-name">{own ? 'You' : name}</span> <Time at={messages[0].at} />
        </p>
        {messages.map(({ id, text, at }) => (
          <p key={id} class="chat-message" dir="auto" title={momentLabel(at, locale)}>
            <span class="unseen">
              {own ? 'You' : name}, {timeLabel(at, locale)}:{' '}
            </span>
            <MessageText text={text} />
          </p>
        ))}
      </div>
    </div>
  )
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={momentLabel(at, locale)}>
      {timeLabel(at, locale)}
    </time>
  )
}
