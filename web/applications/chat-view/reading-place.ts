/** What a reader keeps their eyes on: the words, not what stands above them at the head of a group. */
const LINES = '.chat-message, .chat-room'

/** A line of a list, and where it stood on the screen. */
export interface ReadingPlace {
  /** Whether the line is not in the list any more. */
  readonly lost: boolean
  /** How far below where it stood the line is now, in pixels; 0 for one that is lost. */
  readonly moved: number
}

/** The first line of a list that can be seen; undefined where there is none. */
export function placeIn(list: HTMLElement): ReadingPlace | undefined {
  const lines = list.querySelectorAll<HTMLElement>(LINES)
  const top = list.getBoundingClientRect().top
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const above = (lines[middle]?.getBoundingClientRect().bottom ?? 0) <= top
    if (above) low = middle + 1
    else high = middle
  }
  const line = lines[low]
  if (line === undefined) return undefined
  const offset = line.getBoundingClientRect().top - top
  return {
    get lost() {
      return !list.contains(line)
    },
    get moved() {
      return this.lost ? 0 : line.getBoundingClientRect().top - list.getBoundingClientRect().top - offset
    },
  }
}
