import type { Ref, TargetedInputEvent, TargetedKeyboardEvent } from 'preact'
import { useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Draft } from '../../common/drafts.ts'
import { bounded, useBound } from '../../common/use-bound.ts'
import { useComposition } from '../../common/use-composition.ts'
import { SendIcon } from './chat-icons.tsx'
import { MAX_TEXT } from './chat-model.ts'

/**
 * How much can be written, to be shortened to what can be said, in characters. More than that makes a browser stand still
 * at each key.
 */
const MOST = 10 * MAX_TEXT
/** How close to the limit one is told of it, in characters. */
const NEAR = 200

export interface ComposerHandle {
  focus(): void
  /** Puts a text in, before what already stands there. */
  take(text: string): void
}

interface Props {
  readonly handle: Ref<ComposerHandle>
  readonly draft: Draft
  /** Why nothing can be sent just now, in words; undefined: it can. */
  readonly obstacle: string | undefined
  /** What is written was changed by hand: `text` it is now. */
  typed(text: string): void
  send(text: string): void
}

/** Where one writes. A draft stays whatever happens around it; only sending has its conditions. */
export function Composer({ handle, draft, obstacle, typed, send }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => draft.read())
  const bound = useBound(MOST)
  const composition = useComposition(area)
  const length = text.trim().length
  const over = length - MAX_TEXT
  const ready = length > 0 && over <= 0 && obstacle === undefined

  useLayoutEffect(() => fitToText(area.current), [text])
  useLayoutEffect(() => draft.write(text), [draft, text])
  useImperativeHandle(handle, () => ({
    focus: () => area.current?.focus({ preventScroll: true }),
    take: (taken) => {
      setText((begun) => bounded(begun.trim() === '' ? taken : `${taken}\n${begun}`, MOST))
      area.current?.focus()
    },
  }))

  const submit = (): void => {
    if (!ready) return
    send(text.trim())
    setText('')
  }
  const changed = (event: TargetedInputEvent<HTMLTextAreaElement>): void => {
    const value = bounded(event.currentTarget.value, MOST)
    setText(value)
    bound.field.onInput(event)
    typed(value)
  }
  const pressed = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composition.active(event)) return
    event.preventDefault()
    submit()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
        area.current?.focus()
      }}
    >
      <div class={over > 0 ? 'write-box composer-box composer-over' : 'write-box composer-box'}>
        <textarea
          ref={area}
          data-focus-home
          class="write-text composer-text"
          rows={1}
          value={text}
          {...bound.field}
          placeholder="Message"
          aria-label="Message"
          aria-describedby="composer-note"
          aria-invalid={over > 0}
          enterkeyhint="send"
          dir="auto"
          onInput={changed}
          onKeyDown={pressed}
        />
        <button type="submit" class="write-send" aria-disabled={!ready} aria-label="Send" title="Send">
          <SendIcon />
        </button>
      </div>
      <p id="composer-note" class="composer-note">
        {bound.note === undefined ? (
          <span class={obstacle === undefined ? 'composer-keys' : 'composer-obstacle'}>
            {obstacle ?? 'Enter sends, Shift + Enter breaks the line'}
          </span>
        ) : (
          <span class="composer-obstacle" role="alert">
            {bound.note}
          </span>
        )}
        {length > MAX_TEXT - NEAR && <Count length={length} over={over} />}
      </p>
    </form>
  )
}

function Count({ length, over }: { length: number; over: number }) {
  const number = new Intl.NumberFormat('en')
  return (
    <span class={over > 0 ? 'composer-count composer-count-over' : 'composer-count'}>
      {over > 0 ? `${number.format(over)} too many` : `${number.format(length)} of ${number.format(MAX_TEXT)}`}
    </span>
  )
}

/** As tall as its text; the style sheet says how tall at most. */
function fitToText(area: HTMLTextAreaElement | null): void {
  if (area === null) return
  area.style.height = 'auto'
  // Hidden, it has no height to fit; it is fitted at the next change.
  if (area.scrollHeight > 0) area.style.height = `${area.scrollHeight}px`
}
