import type { AnyApplication } from '../../contract/application.ts'
import { abandon, isThenable } from '../../contract/validate.ts'
import type { Clock } from '../../protocol/clock.ts'
import { filterState } from '../../state/visibility.ts'
import { Pacer } from '../pacer.ts'
import type { Report } from '../ports.ts'
import type { RoomModel } from './room-model.ts'
import { stateHint } from './state-hint.ts'
import { SPECTATOR } from './viewers.ts'

/** The least time between two previews of a room, in milliseconds: while it can be told to somebody, and while it can't. */
const INTERVAL = 1000
const UNSEEN_INTERVAL = 30_000
/** The longest preview, in bytes of UTF-8. */
const LONGEST = 200

export interface PreviewParts {
  readonly application: AnyApplication
  readonly clock: Clock
  readonly model: RoomModel
  readonly report: Report
  /** Whether anybody looks at the room in its lobby's list. */
  isLookedAt(): boolean
  changed(): void
}

/**
 * The line about a room in its lobby's list, made by its application of what everybody may see, and not too often: it
 * costs a look at the state and a note in the log. While nobody looks it is made seldom, and as soon as somebody does.
 */
export class Preview {
  readonly #parts: PreviewParts
  /** How often it is asked whether anybody looks, and made where somebody does, and where nobody does. */
  readonly #pace: Readonly<Record<'asked' | 'seen' | 'unseen', Pacer>> | undefined
  /** Whether what it is made of may have changed since it was made. */
  #outdated = false

  constructor(parts: PreviewParts) {
    this.#parts = parts
    const { application, clock } = parts
    if (!application.preview) return
    this.#pace = {
      asked: new Pacer(clock, INTERVAL, () => this.#due()),
      seen: new Pacer(clock, INTERVAL, () => this.#make()),
      unseen: new Pacer(clock, UNSEEN_INTERVAL, () => this.#make()),
    }
  }

  /** What it is made of may have changed. */
  request(): void {
    if (!this.#pace || !this.#parts.model.state) return
    this.#outdated = true
    this.#pace.asked.request()
  }

  /** Somebody looks at the room now. */
  look(): void {
    if (this.#outdated) this.#pace?.seen.request()
  }

  /** Makes it now, whoever looks. */
  make(): void {
    if (this.#pace) this.#make()
  }

  /** Makes what is still to be made, and no more. */
  finish(): void {
    if (this.#outdated) this.#make()
    this.stop()
  }

  stop(): void {
    this.#outdated = false
    for (const pacer of Object.values(this.#pace ?? {})) pacer.stop()
  }

  /** A room that nobody is in may leave memory, and is not opened by a start: what it shows is to be right by then. */
  #due(): void {
    if (!this.#outdated) return
    const { model, isLookedAt } = this.#parts
    const isSeen = isLookedAt() || model.document.members.length === 0
    this.#pace?.[isSeen ? 'seen' : 'unseen'].request()
  }

  #make(): void {
    const { application, model, report } = this.#parts
    this.#outdated = false
    this.#pace?.seen.ran()
    this.#pace?.unseen.ran()
    if (!model.state) return
    try {
      const preview = cut(this.#line())
      if (preview === (model.standing.preview ?? '')) return
      model.show(preview)
      this.#parts.changed()
    } catch (error) {
      report(error, { application: application.name, doing: 'preview', ...stateHint(error, model) })
    }
  }

  /** What the author's function makes of the state. It gets a draft, and what it does to that is undone. */
  #line(): string {
    const { application, model } = this.#parts
    let line: unknown
    const undone = new Error('a preview changes nothing')
    try {
      model.change((draft) => {
        line = application.preview?.(filterState(draft, application.visibility, SPECTATOR))
        throw undone
      })
    } catch (error) {
      if (error !== undone) throw error
    }
    if (isThenable(line)) abandon(line)
    if (typeof line !== 'string') throw new TypeError('preview must return a string')
    return line
  }
}

/** As many of its characters as there is room for, none of them broken. */
function cut(line: string): string {
  let kept = ''
  let bytes = 0
  for (const character of line) {
    const codePoint = character.codePointAt(0) ?? 0
    bytes += bytesOf(codePoint)
    if (bytes > LONGEST) break
    // Half a character alone can't be written as UTF-8.
    kept += codePoint >= 0xd800 && codePoint <= 0xdfff ? '\uFFFD' : character
  }
  return kept
}

/** How many bytes of UTF-8 a character is. */
function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}
