import type { CataloguedRoom } from '../log/room-catalogue.ts'

/** Of so many rooms that were changed lately it is known what they have become. */
const LATELY = 500

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
  /** What rooms have become lately, by their ids; whose last change is longest ago comes first. */
  readonly #lately = new Map<string, CataloguedRoom>()

  /**
   * A room is another one from now on. Returns what it is: two servers may change it one after the other, and the news of
   * the first change come here after those of the second.
   */
  note(found: CataloguedRoom): CataloguedRoom {
    const { id } = found.record
    const known = this.#lately.get(id)
    // What the host's code says of its rooms begins anew with each start.
    const newest = known && found.origin === 'people' && revisionOf(known) > revisionOf(found) ? known : found
    this.#lately.delete(id)
    this.#lately.set(id, newest)
    const [oldest] = this.#lately.keys()
    if (this.#lately.size > LATELY && oldest !== undefined) this.#lately.delete(oldest)
    for (const changed of this.#readings) changed.set(id, newest)
    return newest
  }

  /** Whether the change by which the room of people's came to this revision was noted lately, or a later one. */
  has(roomId: string, revision: number): boolean {
    const known = this.#lately.get(roomId)
    return known !== undefined && known.origin === 'people' && revisionOf(known) >= revision
  }

  /** The room is no more: one that is made under its id is another one. */
  forget(roomId: string): void {
    this.#lately.delete(roomId)
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

function revisionOf({ record: { revision = 0 } }: CataloguedRoom): number {
  return revision
}
