/** soc-draw's tools for testing an application: `play` without a network, a server and bots with one. */

export { boardPlayer } from '../players/board-player.ts'
export { chatPlayer } from '../players/chat-player.ts'
export { Crowd, type CrowdOptions } from '../players/crowd.ts'
export { guessPlayer } from '../players/guess-player.ts'
export type { Player } from '../players/player.ts'
export type { Report } from '../players/tally.ts'
export type { Ways } from '../players/ways.ts'
export { Bots, until } from './bots.ts'
export { FakeClock } from './fake-clock.ts'
export { type Play, type PlayOptions, play } from './play.ts'
export { startTestServer, type TestServerOptions, tokenOf } from './start-test-server.ts'
