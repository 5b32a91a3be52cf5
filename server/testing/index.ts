/** soc-draw's tools for testing an application: `play` without a network, a server and bots with one. */

export { Bots, until } from './bots.ts'
export { FakeClock } from './fake-clock.ts'
export { type Play, type PlayOptions, play } from './play.ts'
export { startTestServer, tokenOf } from './start-test-server.ts'
