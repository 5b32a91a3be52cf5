import type { TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { tabDrafts } from '../../common/tab-drafts.ts'
import { bounded, useBound } from '../../common/use-bound.ts'
import { useComposition } from '../../common/use-composition.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { GuessIcon } from './guess-icons.tsx'
import type { GuessModel } from './guess-model.ts'
import { problemOf } from './problem-of.ts'
import { knows } from './seen.ts'

/** The longest guess, as the game's rules have it. */
const MAX_TEXT = 100

/** Where one guesses and talks. A draft stays whatever happens around it; only sending has its conditions. */
export function GuessBox({ model }: { model: GuessModel }) {
  const field = useRef<HTMLInputElement>(null)
  const composition = useComposition(field)
  const [draft] = useState(() => tabDrafts.of(model.room.user.id, `guess/${model.room.id}`))
  const [text, setText] = useState(() => draft.read())
  const bound = useBound(MAX_TEXT)
  useLayoutEffect(() => draft.write(text), [draft, text])
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const status = useSubscription(model.room, () => model.room.status)
  const obstacle = useSubscription(model, () => obstacleOf(model))
  const purpose = useSubscription(model, () => purposeOf(model))
  useFocus(model, field)
  const archived = useSubscription(model.room, () => model.room.archived)
  const stands = archived ? 'The room is archived.' : status === 'running' ? obstacle : standsStill(status)
  const ready = text.trim() !== '' && stands === undefined
  const submit = async (): Promise<void> => {
    const said = text.trim()
    if (!ready) return
    setText('')
    bound.forget()
    setProblem(undefined)
    try {
      await model.say(said)
    } catch (error) {
      setProblem(problemOf(error))
      setText((begun) => (begun === '' ? said : begun))
    }
  }
  const pressed = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (!composition.active(event)) void submit()
  }
  if (stands !== undefined && (model.watching || model.votedOut)) return <p class="guess-watching">{stands}</p>
  return (
    <form
      class="guess-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
        field.current?.focus()
      }}
    >
      <div class={`write-box guess-box guess-box-${purpose}`}>
        <input
          ref={field}
          data-focus-home
          class="write-text guess-text"
          value={text}
          {...bound.field}
          placeholder={PURPOSES[purpose]}
          aria-label={PURPOSES[purpose]}
          aria-describedby="guess-note"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="send"
          dir="auto"
          onInput={(event) => {
            setText(bounded(event.currentTarget.value, MAX_TEXT))
            bound.field.onInput(event)
          }}
          onKeyDown={pressed}
        />
        <button type="submit" class="write-send" aria-disabled={!ready} aria-label="Send" title="Send">
          <GuessIcon of="send" />
        </button>
      </div>
      <p id="guess-note" class={problem === undefined ? 'guess-note' : 'guess-note guess-note-problem'}>
        {problem === undefined ? (bound.note ?? stands) : <span role="alert">{problem}</span>}
      </p>
    </form>
  )
}

const PURPOSES = { guess: 'Your guess', aside: 'To those who know it', talk: 'Message' } as const

function purposeOf(model: GuessModel): keyof typeof PURPOSES {
  if (model.guesses) return 'guess'
  return model.seen && knows(model.seen, model.room.user.id) ? 'aside' : 'talk'
}

/** Why nothing can be said just now, while the room runs. */
function obstacleOf(model: GuessModel): string | undefined {
  if (model.watching && !model.watchersTalk)
    return 'You are watching: take a seat to play along. You can talk between the turns.'
  if (model.votedOut) return 'You were voted out. You watch until the next game, and can play again then.'
  if (model.chooses) return 'Choose your word first.'
  return undefined
}

function standsStill(status: GuessModel['room']['status']): string {
  return status === 'closed' ? 'The room is closed.' : 'Paused: it goes on when enough people are back.'
}

/** A new turn means wanting to guess: nobody is torn out of what they write, and no keyboard covers half of a phone. */
function useFocus(model: GuessModel, field: { readonly current: HTMLInputElement | null }): void {
  const [touch] = useState(() => window.matchMedia('(pointer: coarse)').matches)
  const shown = useSubscription(model, () => model.shown)
  const turn = useSubscription(model, () => {
    const phase = model.seen?.phase
    return model.guesses && phase?.name === 'drawing' ? phase.from : undefined
  })
  useLayoutEffect(() => {
    if (turn === undefined || touch || !mayTakeFocus(field.current)) return
    field.current?.focus({ preventScroll: true })
  }, [turn, shown])
}

function mayTakeFocus(field: HTMLInputElement | null): boolean {
  const active = document.activeElement
  if (!field?.checkVisibility() || active?.closest('dialog[open]')) return false
  return !active?.matches('input, textarea, select, [contenteditable]')
}
