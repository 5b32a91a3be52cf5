/** How long a head that somebody else has is asked for again, in milliseconds. */
const PATIENCE = 1000

/** The pauses between one look at a locked row and the next, in milliseconds: short ones first, until all patience is gone. */
export function* patience(): Iterable<number> {
  const ends = performance.now() + PATIENCE
  for (let pause = 1; performance.now() < ends; pause = Math.min(2 * pause, 50)) yield pause
}
