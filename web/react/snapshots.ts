/** A lobby or a room: what it tells may change at any time, and is told of after each turn in which it did. */
export interface Changing {
  subscribe(listener: () => void): () => void
}

/** Something that changes, as a component can read it at any time. */
export interface Snapshots<Snapshot> {
  subscribe(listener: () => void): () => void
  /** All of it as it is now: the very same object for as long as nothing in it has changed. */
  read(): Snapshot
}

/** What `take` takes of `source`, field by field. */
export function snapshotsOf<Source extends Changing, Snapshot extends object>(
  source: Source,
  take: (source: Source) => Snapshot,
): Snapshots<Snapshot> {
  let last: Snapshot | undefined
  return {
    subscribe: (listener) => source.subscribe(listener),
    read: () => {
      const now = take(source)
      if (last === undefined || !isSame(last, now)) last = now
      return last
    },
  }
}

/** Whether both have the same values in the same fields. */
function isSame<Snapshot extends object>(one: Snapshot, other: Snapshot): boolean {
  const fields = Object.keys(other) as (keyof Snapshot)[]
  return fields.every((field) => Object.is(one[field], other[field]))
}
