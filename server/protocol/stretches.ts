/**
 * How many positions of a lobby's list make a stretch: whoever looks at a room is told of the changes of all rooms of its
 * stretch that they may see, in one message. About three screens of a list.
 */
const STRETCH = 64

/** How many stretches an open end holds: whoever looks at the end of the list is told of new rooms as far as that. */
export const END_STRETCHES = 16

/** The number of the stretch that a position stands in. */
export function stretchOf(position: number): number {
  return Math.floor(position / STRETCH)
}

/** The positions that a stretch has. */
export function positionsOf(stretch: number): number[] {
  return Array.from({ length: STRETCH }, (_, index) => stretch * STRETCH + index)
}
