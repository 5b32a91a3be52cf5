/** The lobby that soc-draw's crowd is in, and its rooms. */
export const LOBBY = 'line'

/** As many rooms are there in every measurement, however many are in use. */
export const ROOM_COUNT = 1000

/** The room of that index, from 0. */
export function roomOf(index: number): string {
  return `R:${index + 1}`
}
