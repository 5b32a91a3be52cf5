/**
 * What became of an array, from its beginning to its end: elements kept, elements dropped, one element changed by an
 * `E`, elements inserted as `V`s. What lies behind the last segment is kept.
 */
export type Segment<E, V> =
  | { readonly kind: 'keep'; readonly count: number }
  | { readonly kind: 'drop'; readonly count: number }
  | { readonly kind: 'edit'; readonly edit: E }
  | { readonly kind: 'insert'; readonly items: readonly V[] }

/** How many elements of the array as it is now a segment covers. */
export function lengthOf(segment: Segment<unknown, unknown>): number {
  if (segment.kind === 'drop') return 0
  if (segment.kind === 'edit') return 1
  return segment.kind === 'keep' ? segment.count : segment.items.length
}

/** Makes a boundary before element `index` of the array as it is now; gives the position of the segment behind it. */
export function splitAt<E, V>(segments: Segment<E, V>[], index: number): number {
  let start = 0
  for (const [at, segment] of segments.entries()) {
    if (start === index) return at
    const length = lengthOf(segment)
    if (index < start + length) {
      segments.splice(at, 1, ...halves(segment, index - start))
      return at + 1
    }
    start += length
  }
  if (index > start) segments.push({ kind: 'keep', count: index - start })
  return segments.length
}

/** How many elements of the array as it was these segments use up. */
export function countOriginals(segments: readonly Segment<unknown, unknown>[]): number {
  let count = 0
  for (const segment of segments) {
    if (segment.kind === 'edit') count++
    else if (segment.kind !== 'insert') count += segment.count
  }
  return count
}

/** The same with neighbours merged, so that between two kept elements there is one drop and one insertion at most. */
export function mergeSegments<E, V>(segments: readonly Segment<E, V>[]): Segment<E, V>[] {
  const merged: Segment<E, V>[] = []
  let kept = 0
  let dropped = 0
  let inserted: V[] = []
  const flush = () => {
    if (kept > 0) merged.push({ kind: 'keep', count: kept })
    if (dropped > 0) merged.push({ kind: 'drop', count: dropped })
    if (inserted.length > 0) merged.push({ kind: 'insert', items: inserted })
    kept = 0
    dropped = 0
    inserted = []
  }
  for (const segment of segments) {
    if (segment.kind === 'drop') dropped += segment.count
    else if (segment.kind === 'insert') inserted = inserted.concat(segment.items)
    else {
      if (dropped > 0 || inserted.length > 0) flush()
      if (segment.kind === 'keep') kept += segment.count
      else {
        flush()
        merged.push(segment)
      }
    }
  }
  flush()
  return merged
}

function halves<E, V>(segment: Segment<E, V>, offset: number): Segment<E, V>[] {
  if (segment.kind === 'insert') {
    const { items } = segment
    return [
      { kind: 'insert', items: items.slice(0, offset) },
      { kind: 'insert', items: items.slice(offset) },
    ]
  }
  if (segment.kind !== 'keep') return [segment]
  return [
    { kind: 'keep', count: offset },
    { kind: 'keep', count: segment.count - offset },
  ]
}
