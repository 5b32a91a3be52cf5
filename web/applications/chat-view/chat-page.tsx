import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Draft } from '../../common/drafts.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { DownIcon } from './chat-icons.tsx'
import type { ChatModel, Unsent } from './chat-model.ts'
import { Composer, type ComposerHandle } from './composer.tsx'
import { KeptPlace } from './kept-place.tsx'
import type { Here } from './local-time.ts'
import { MessageList } from './message-list.tsx'
import { Beginning, PastEdge } from './past-edge.tsx'
import { PendingNote } from './pending-note.tsx'
import { createSeenColours } from './seen-colours.ts'
import { timeline } from './timeline.ts'
import { TypingLine } from './typing-line.tsx'
import { UnsentList } from './unsent-list.tsx'
import { useReading } from './use-reading.ts'

/** The chat as one sees it: what was said, what is on its way, and where to write. */
export function ChatPage({ model, draft }: { model: ChatModel; draft: Draft }) {
  const { room } = model
  const lines = useSubscription(model, () => model.lines)
  const firstNew = useSubscription(model, () => model.firstNew)
  const quiet = useSubscription(model, () => model.past.quiet)
  const joined = useSubscription(model, () => model.joined)
  const fromBeginning = useSubscription(model, () => model.fromBeginning)
  const unsent = useSubscription(model, () => model.unsent)
  const status = useSubscription(room, () => room.status)
  const live = useSubscription(room, () => room.live)
  const watching = useSubscription(room, () => room.spectating)
  const archived = useSubscription(room, () => room.archived)
  const seenColours = useMemo(createSeenColours, [])
  const colours = useSubscription(room, () => seenColours(room.members))
  const composer = useRef<ComposerHandle>(null)
  const reading = useReading(model)
  useFocusOnOpening(model, composer)
  const here = useLocalTime(model)
  const days = timeline(lines, { own: room.user.id, firstNew })
  return (
    <div class="chat">
      <div class="chat-body">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
        <section class="chat-scroller" ref={reading.list} tabIndex={0} aria-label="Conversation">
          <KeptPlace keeper={reading.keeper} whole={joined}>
            <div class="chat-content">
              {!fromBeginning && <PastEdge state={reading.above} which="older" retry={() => model.past.loadAbove()} />}
              {/* Where the chat's start is shown, the room itself says so. */}
              {fromBeginning && lines[0]?.id !== 0 && <Beginning />}
              <MessageList days={days} colours={colours} now={Date.now()} zone={here.zone} live={live} quiet={quiet} />
              {joined ? (
                <Newest model={model} unsent={unsent} composer={composer} />
              ) : (
                <PastEdge state={reading.below} which="newer" retry={() => model.past.loadBelow()} />
              )}
            </div>
          </KeptPlace>
        </section>
        {!reading.atEnd && <WayDown news={reading.news} go={reading.toEnd} />}
      </div>
      <TypingLine model={model} />
      <Composer
        handle={composer}
        draft={draft}
        obstacle={archived ? ARCHIVED : obstacle(status, watching)}
        typed={(text) => model.typed(text)}
        send={(text) => model.say(text)}
      />
    </div>
  )
}

/** Where the reader is in time, looked at again whenever they come back to the page. */
function useLocalTime({ localTime }: ChatModel): Here {
  useLayoutEffect(() => {
    const look = (): void => localTime.look()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
    }
  }, [localTime])
  localTime.look()
  return useSubscription(localTime, () => localTime.here)
}

interface NewestProps {
  readonly model: ChatModel
  readonly unsent: readonly Unsent[]
  readonly composer: { readonly current: ComposerHandle | null }
}

/** What stands below the newest message: what is on its way, and what did not make it. */
function Newest({ model, unsent, composer }: NewestProps) {
  return (
    <>
      <PendingNote model={model} />
      <UnsentList
        unsent={unsent}
        retry={(key) => {
          model.retry(key)
          composer.current?.focus()
        }}
        discard={(key) => {
          model.discard(key)
          composer.current?.focus()
        }}
        edit={(message) => {
          model.discard(message.key)
          composer.current?.take(message.text)
        }}
      />
    </>
  )
}

function WayDown({ news, go }: { news: number; go: () => void }) {
  return (
    <button type="button" class={news > 0 ? 'chat-down chat-down-news' : 'chat-down'} onClick={go}>
      {news > 0 ? `${news > 99 ? '99+' : news} new` : 'To the newest'}
      <DownIcon />
    </button>
  )
}

const ARCHIVED = 'The room is archived: nothing more can be said in it.'

/** Why nothing can be said just now. Offline is no reason: what is said then is kept, and sent later. */
function obstacle(status: ChatModel['room']['status'], watching: boolean): string | undefined {
  if (watching && status !== 'closed') return 'You are watching: take a seat to say something.'
  switch (status) {
    case 'running':
      return undefined
    case 'closed':
      return 'The room is closed: nothing more can be said in it.'
    case 'paused':
    case 'waiting':
      return 'Paused: you can write, and send it when enough people are back.'
  }
}

/** Opening a room means wanting to write, where that doesn't bring a keyboard over half of the screen. */
function useFocusOnOpening(model: ChatModel, composer: { readonly current: ComposerHandle | null }): void {
  const shown = useSubscription(model, () => model.shown)
  const [touch] = useState(() => window.matchMedia('(pointer: coarse)').matches)
  useLayoutEffect(() => {
    if (shown > 0 && !touch && mayTakeFocus()) composer.current?.focus()
  }, [shown])
}

/** Never out of somebody's hands: only from the top of the page, or from the title of the room that was opened. */
function mayTakeFocus(): boolean {
  const active = document.activeElement
  return active === null || active === document.body || active.matches('main h1')
}
