import type { Member } from '../../../server/protocol/room-document.ts'

/** Of so many users at most a colour is remembered. */
export const MOST_SEEN = 1000

/**
 * Gives the colours of those who are or were here, by user id, as `#rrggbb`: what somebody said stays in their colour when
 * they go. It is the same map as long as no colour changes, so that a crowd's coming and going draws no message anew.
 */
export function createSeenColours(): (members: readonly Member[]) => ReadonlyMap<string, string> {
  let looked: readonly Member[] | undefined
  let colours: ReadonlyMap<string, string> = new Map()
  return (members) => {
    if (members === looked) return colours
    looked = members
    const news = members.flatMap(({ id, color }) =>
      color === undefined || colours.get(id) === color ? [] : [[id, color] as const],
    )
    if (news.length === 0) return colours
    const all = [...new Map([...colours, ...news])]
    colours = new Map(all.slice(-MOST_SEEN))
    return colours
  }
}
