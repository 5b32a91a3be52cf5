/** Where bots act while nodes fail. */
export const ROOMS: readonly string[] = ['N:1', 'N:2', 'N:3', 'N:4', 'N:5', 'N:6']

/** Where a game is played meanwhile. */
export const GAME_ROOM = 'N:game'

/** What is drawn there: each is like nothing else that is ever sent. */
export const WORDS: readonly string[] = Array.from({ length: 24 }, (_, index) => {
  const letters = [7, 11, 13, 17, 19].map((step) => String.fromCharCode(97 + ((index * step + step) % 26)))
  return `qz${letters.join('')}xj`
})
