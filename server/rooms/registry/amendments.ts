import type { CataloguedRoom } from '../log/room-catalogue.ts'

/** What is being read of the catalogue, held against what has become of its rooms meanwhile. */
export interface Reading {
  /** A room that was read, as it is by now. */
  now(found: CataloguedRoom): CataloguedRoom
  /** The rooms that were changed since the reading began. */
  changed(): Iterable<CataloguedRoom>
  /** Nothing more will be asked of it. */
  end(): void
}

/** Rooms are changed while others read of them: whoever read is told, in the step in which they use it, what is not so any more. */
export class Amendments {
  /** What has been changed since each reading began. */
  readonly #readings = new Set<Map<string, CataloguedRoom>>()

  /** A room is another one from now on. */
  note(found: CataloguedRoom): void {
    for (const changed of this.#readings) changed.set(found.record.id, found)
  }

  begin(): Reading {
    const changed = new Map<string, CataloguedRoom>()
    this.#readings.add(changed)
    return {
      now: (found) => changed.get(found.record.id) ?? found,
      changed: () => changed.values(),
      end: () => void this.#readings.delete(changed),
    }
  }
}
