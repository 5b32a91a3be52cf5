import { useLayoutEffect, useRef } from 'preact/hooks'
import { isolated } from '../../../server/contract/isolated.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import type { GuessModel } from './guess-model.ts'
import type { TalkLine } from './talk.ts'

/** How near to its end the list must be to stay there, in pixels. */
const NEAR = 60

/** What is said and guessed, and what the game tells: the one live region of the game. */
export function TalkLog({ model }: { model: GuessModel }) {
  const talk = useSubscription(model, () => model.talk)
  const list = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const own = model.room.user.id
  useLayoutEffect(() => {
    const element = list.current
    if (element && (atEnd.current || talk.at(-1)?.user === own)) element.scrollTop = element.scrollHeight
  }, [talk])
  // Its height changes with the phases of the game.
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const scrolled = (): void => {
    const element = list.current
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
  }
  return (
    <div
      class="guess-log"
      ref={list}
      role="log"
      aria-label="Talk and guesses"
      aria-relevant="additions"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
      tabIndex={0}
      onScroll={scrolled}
    >
      {talk.length === 0 && <p class="guess-line guess-line-note">What you say and guess stands here.</p>}
      {talk.map((line) => (
        <Line key={line.key} line={line} own={line.user === own} />
      ))}
    </div>
  )
}

function Line({ line, own }: { line: TalkLine; own: boolean }) {
  const name = own ? 'You' : line.name
  switch (line.kind) {
    case 'said':
      return <Said name={name} text={line.text} kind={own ? 'own' : 'said'} watching={line.watching} />
    case 'aside':
      return <Said name={name} text={line.text} kind="aside" />
    case 'close':
      return (
        <p class="guess-line guess-line-close">
          <strong>
            <bdi>{line.text}</bdi>
          </strong>{' '}
          is close. <span class="guess-line-only">Only you see this.</span>
        </p>
      )
    case 'solved':
      return (
        <p class="guess-line guess-line-solved">
          <strong>
            <bdi>{name}</bdi>
          </strong>{' '}
          {own ? 'have' : 'has'} found the word.
        </p>
      )
    case 'answer':
      return (
        <p class="guess-line guess-line-answer">
          The word was{' '}
          <strong>
            <bdi>{line.text}</bdi>
          </strong>
          .
        </p>
      )
    default:
      return <p class="guess-line guess-line-note">{noteOf(line.kind, isolated(name), own)}</p>
  }
}

interface SaidProps {
  readonly name: string
  readonly text: string
  readonly kind: 'said' | 'own' | 'aside'
  readonly watching?: boolean | undefined
}

function Said({ name, text, kind, watching = false }: SaidProps) {
  return (
    <p class={`guess-line guess-line-${kind}`} dir="auto">
      {/* With directions of their own: the line's is its text's, whoever says it. */}
      <bdi class="guess-speaker">{name}</bdi>
      {kind === 'aside' && <bdi class="guess-line-only"> to those who know</bdi>}
      {watching && <bdi class="guess-line-only"> watching</bdi>}
      <span class="unseen">:</span> {text}
    </p>
  )
}

function noteOf(kind: 'joined' | 'left' | 'chooses' | 'draws' | 'votedOut', name: string, own: boolean): string {
  switch (kind) {
    case 'joined':
      return `${name} came in.`
    case 'left':
      return `${name} left.`
    case 'chooses':
      return own ? 'It is your turn: choose a word.' : `${name} is choosing a word.`
    case 'draws':
      return own ? 'You draw now.' : `${name} draws now.`
    case 'votedOut':
      return own ? 'You were voted out.' : `${name} was voted out.`
  }
}
