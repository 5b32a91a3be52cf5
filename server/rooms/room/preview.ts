import type { AnyApplication } from '../../contract/application.ts'
import { abandon, isThenable } from '../../contract/validate.ts'
import type { Clock } from '../../protocol/clock.ts'
import { filterState } from '../../state/visibility.ts'
import { Pacer } from '../pacer.ts'
import type { Report } from '../ports.ts'
import type { RoomModel } from './room-model.ts'
import { stateHint } from './state-hint.ts'
import { SPECTATOR } from './viewers.ts'

/** The least time between two previews of a room, in milliseconds. */
const INTERVAL = 1000
/** The longest preview, in bytes of UTF-8. */
const LONGEST = 200

export interface PreviewParts {
  readonly application: AnyApplication
  readonly clock: Clock
  readonly model: RoomModel
  readonly report: Report
  changed(): void
}

/** The line about a room in its lobby's list, made by its application of what everybody may see, and not too often. */
export class Preview {
  readonly #parts: PreviewParts
  readonly #pacer: Pacer | undefined

  constructor(parts: PreviewParts) {
    this.#parts = parts
    if (parts.application.preview) this.#pacer = new Pacer(parts.clock, INTERVAL, () => this.#make())
  }

  /** What it is made of may have changed. */
  request(): void {
    if (this.#parts.model.state) this.#pacer?.request()
  }

  stop(): void {
    this.#pacer?.stop()
  }

  #make(): void {
    const { application, model, report } = this.#parts
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
