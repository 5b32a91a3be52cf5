/** What the first, second and third to solve a word get beside. */
const FIRST = [40, 20, 10] as const

/** What a guess is worth depends on when it came. */
export interface Solution {
  /** How much of the turn is left, from 0 to 1. */
  readonly left: number
  /** How many of the word's hints have not been given, from 0 to 1; 1 for a word that has none. */
  readonly unused: number
  /** How many have solved it before. */
  readonly rank: number
}

/** What somebody gets who has solved a word: 100 to 400. */
export function guesserPoints({ left, unused, rank }: Solution): number {
  return 100 + Math.round(200 * left) + Math.round(60 * unused) + (FIRST[rank] ?? 0)
}

/** What the drawer gets when each who was there when the word was picked gets `gains`: 0 for who has not solved it. */
export function drawerPoints(gains: readonly number[]): number {
  if (gains.length === 0) return 0
  // A mean of 1.0 would tie two players for ever.
  return Math.round((0.6 * gains.reduce((sum, points) => sum + points, 0)) / gains.length)
}

export interface Standing {
  readonly user: string
  readonly name: string
  readonly points: number
  /** From 1; the same for those with as many points. */
  readonly place: number
}

/** The table of results: the best first, and those with as many points in the order of their names. */
export function standings(
  players: Readonly<Record<string, { readonly name: string; readonly points: number }>>,
): Standing[] {
  const inOrder = Object.entries(players).toSorted(
    ([, one], [, other]) => other.points - one.points || (one.name < other.name ? -1 : 1),
  )
  return inOrder.map(([user, { name, points }]) => ({
    ...{ user, name, points },
    place: 1 + inOrder.findIndex(([, player]) => player.points === points),
  }))
}
