import type { AnyApplication } from '../contract/application.ts'
import type { Clock } from '../protocol/clock.ts'
import { filterState } from '../state/visibility.ts'
import { Pacer } from './pacer.ts'
import type { Report } from './ports.ts'
import type { RoomModel } from './room-model.ts'
import { SPECTATOR } from './viewers.ts'

/** The least time between two previews of a room, in milliseconds. */
const INTERVAL = 1000
/** The longest preview, in characters: 200 bytes of most scripts. */
const LONGEST = 100

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
      const line = application.preview?.(filterState(model.state, application.visibility, SPECTATOR))
      const preview = String(line ?? '').slice(0, LONGEST)
      if (preview === (model.standing.preview ?? '')) return
      model.show(preview)
      this.#parts.changed()
    } catch (error) {
      report(error, { application: application.name, doing: 'preview' })
    }
  }
}
