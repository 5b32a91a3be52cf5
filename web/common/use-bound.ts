import type { TargetedClipboardEvent, TargetedDragEvent, TargetedInputEvent } from 'preact'
import { useState } from 'preact/hooks'

type Field = HTMLInputElement | HTMLTextAreaElement

export interface Bound {
  /** What to tell whoever writes: that no more fits, or that some of what was pasted or dropped was left out. */
  readonly note: string | undefined
  /** What was told is over: what was written has gone its way, and no input tells of that. */
  forget(): void
  /**
   * For the field: its bound, and what watches over it. One whose value is a state calls this `onInput` in its own, after
   * it took the value: told before, the note would render the field anew with what stood in it until then.
   */
  readonly field: {
    readonly maxLength: number
    onPaste(event: TargetedClipboardEvent<Field>): void
    onDrop(event: TargetedDragEvent<Field>): void
    onInput(event: TargetedInputEvent<Field>): void
  }
}

/** Bounds a text field at `most` characters, and says so where that shows. */
export function useBound(most: number): Bound {
  const [note, tell] = useState<string | undefined>(undefined)
  const brought = (field: Field, given: DataTransfer | null): void => {
    const over = excess(field, given?.getData('text/plain').length ?? 0, most)
    tell(over > 0 ? leftOut(over, most) : undefined)
  }
  return {
    note,
    forget: () => tell(undefined),
    field: {
      maxLength: most,
      onPaste: (event) => brought(event.currentTarget, event.clipboardData),
      onDrop: (event) => brought(event.currentTarget, event.dataTransfer),
      onInput: ({ inputType, currentTarget }) => {
        // What a paste has left out is said until something else happens.
        if (inputType === 'insertFromPaste' || inputType === 'insertFromDrop') return
        tell(currentTarget.value.length >= most ? `No more than ${count(most)} characters fit.` : undefined)
      },
    },
  }
}

/** How many characters of so many will not fit in place of what is selected. */
function excess({ value, selectionStart, selectionEnd }: Field, length: number, most: number): number {
  const selected = (selectionEnd ?? 0) - (selectionStart ?? 0)
  return value.length - selected + length - most
}

function leftOut(over: number, most: number): string {
  return `${count(over)} characters were left out: no more than ${count(most)} fit.`
}

function count(characters: number): string {
  return characters.toLocaleString('en')
}

/** As much of a text as a field of `most` characters holds, and no half of one. */
export function bounded(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most)
  return /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept
}
