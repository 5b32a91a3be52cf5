import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { type Changing, snapshotsOf } from './snapshots.ts'

/** What a component wants of a snapshot, and when it takes two of that for the same. */
export interface Selection<Snapshot, Selected> {
  select(snapshot: Snapshot): Selected
  isEqual(one: Selected, other: Selected): boolean
}

/** Selects the snapshot as it is. */
export function everything<Snapshot>(snapshot: Snapshot): Snapshot {
  return snapshot
}

/**
 * What is selected of all that `source` tells now. The component renders again when that is another one, and keeps the
 * object it had as long as it is not.
 * @param take takes a snapshot; the same function each time
 */
export function useSelection<Source extends Changing, Snapshot extends object, Selected>(
  source: Source,
  take: (source: Source) => Snapshot,
  { select, isEqual }: Selection<Snapshot, Selected>,
): Selected {
  /** What the component shows: known only once a rendering has come to its end. */
  const shown = useRef<{ readonly value: Selected } | undefined>(undefined)
  const { subscribe, read } = useMemo(() => snapshotsOf(source, take), [source, take])
  const readSelected = useMemo(() => {
    let last: { readonly snapshot: Snapshot; readonly value: Selected } | undefined
    return (): Selected => {
      const snapshot = read()
      if (last?.snapshot === snapshot) return last.value
      const selected = select(snapshot)
      const before = last ?? shown.current
      const value = before && isEqual(before.value, selected) ? before.value : selected
      last = { snapshot, value }
      return value
    }
  }, [read, select, isEqual])
  const value = useSyncExternalStore(subscribe, readSelected, readSelected)
  useEffect(() => {
    shown.current = { value }
  }, [value])
  return value
}
