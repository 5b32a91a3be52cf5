/** 128 bits, as four whole numbers from 0 to 2³² − 1. */
export type Seed = readonly [number, number, number, number]

/** Numbers thrown away at first, until every bit of the seed has come to bear on every bit. */
const WARM_UP = 12

/**
 * A generator of numbers in [0, 1) that gives the same row for the same seed, so that a commit can be replayed. sfc32 of
 * Chris Doty-Humphrey's PractRand: with 128 bits nobody finds the seed by trying, and so the deck by the hand they hold.
 */
export function seededRandom([one, two, three, four]: Seed): () => number {
  let [a, b, c, counter] = [one | 0, two | 0, three | 0, four | 0]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11) | 0) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let time = 0; time < WARM_UP; time++) next()
  return next
}

/** As `seededRandom`, with a seed that is drawn only when a number is asked for. */
export function lazyRandom(draw: () => Seed): () => number {
  let next: (() => number) | undefined
  return () => {
    next ??= seededRandom(draw())
    return next()
  }
}
