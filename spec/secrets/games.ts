import { expect } from 'chai'
import { type DrawAndGuess, drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { runs } from '../../server/players/player.ts'
import { Tally } from '../../server/players/tally.ts'
import { Stopped, Ways } from '../../server/players/ways.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { until } from '../../server/testing/bots.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { SecretKeeper } from './secret-keeper.ts'
import { TURN } from './secret-keeper.ts'
import { aside, wordsOf } from './secret-words.ts'
import { Tap } from './tap.ts'

type GuessRoom = Room<DrawAndGuess>

/** How far the time goes on at each turn of the event loop, in milliseconds. */
const STEP = 100

/** So many come to a room, those included who watch. */
const MAX_GUESTS = 6

/** One who plays, or watches, over a connection that is listened to. */
interface Guest {
  readonly name: string
  readonly lobby: Lobby<DrawAndGuess>
  readonly room: GuessRoom
  readonly wire: Tap
}

/** What the bots of a room share. */
interface Table {
  readonly url: string
  readonly keeper: SecretKeeper
  readonly clock: FakeClock
  readonly tally: Tally
  readonly roomId: string
  readonly guests: Guest[]
  /** What is to be closed at the end. */
  readonly open: { close(): void }[]
}

let asides = 0

/** How many games are played at once, on one server. */
const AT_ONCE = 5

/** Plays so many games, some at once, until something is found. @returns how often something was refused */
export async function playMany(count: number, keeper: SecretKeeper): Promise<number> {
  let refused = 0
  for (let first = 0; first < count && keeper.found.length === 0; first += AT_ONCE) {
    const games = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, game) => first + game)
    refused += await playGames(games, keeper)
  }
  return refused
}

/**
 * Plays games on one server at once, over real sockets, while a keeper listens to each of them.
 * @returns how often something was refused
 */
async function playGames(games: readonly number[], keeper: SecretKeeper): Promise<number> {
  const clock = new FakeClock()
  const application = drawAndGuess({ en: [], de: [] })
  const rooms = games.map((game) => {
    const options = { turn: TURN / 1000, rounds: 1, words: wordsOf(game), onlyOwnWords: true }
    return { id: `guess:${game}`, name: `Room ${game}`, application: 'guess', options }
  })
  const server = await startTestServer(application, { rooms, clock, data: keeper.beside(createMemoryStore()) })
  const standStill = clock.run(STEP)
  const tally = new Tally()
  try {
    await Promise.all(
      games.map((game) =>
        playGame({ ...{ url: server.url, keeper, clock, tally }, roomId: `guess:${game}`, guests: [], open: [] }, game),
      ),
    )
    return Object.values(tally.report().refusals).reduce((sum, times) => sum + times, 0)
  } finally {
    standStill()
    await server.stop()
  }
}

async function playGame(table: Table, game: number): Promise<void> {
  const ways: Ways[] = []
  const lives: Promise<void>[] = []
  try {
    for (const name of ['ann', 'bob', 'cid']) {
      const guest = await come(table, `${name}${game}`, {})
      const own = new Ways({ clock: table.clock, seed: [game, ways.length, 1, 1], pace: 1, tally: table.tally })
      ways.push(own)
      lives.push(live(table, guest, own))
    }
    await come(table, `eve${game}`, { spectate: true })
    const [first] = table.guests
    const over = until(first?.room ?? expect.fail('nobody came'), isOver, `game ${game} was over`, 60_000)
    await Promise.race([over, Promise.all(lives)])
  } finally {
    for (const each of ways) each.stop()
    await Promise.all(lives)
    for (const each of table.open) each.close()
  }
}

function isOver({ state }: GuessRoom): boolean {
  return state?.phase.name === 'over'
}

async function come(table: Table, name: string, options: { spectate?: true }): Promise<Guest> {
  const ear = { name, user: options.spectate ? undefined : name }
  const wire = await Tap.open(table.url, (text) => table.keeper.hear(ear, text))
  table.open.push(wire)
  const { clock } = table
  const socket = { forceNew: true, transports: ['websocket'], reconnectionDelay: 1, reconnectionDelayMax: 5 }
  const lobby = await connect<DrawAndGuess>(wire.url, 'guess', { token: tokenOf(name), clock, socket })
  table.open.push(lobby)
  const guest = { name, lobby, room: await lobby.enter(table.roomId, options), wire }
  table.guests.push(guest)
  return guest
}

/** Plays, and tries what must not be possible, too. */
async function live(table: Table, guest: Guest, ways: Ways): Promise<void> {
  try {
    await ways.act(() => guest.room.act.play({}))
    while (await runs(guest.room, ways)) await move(table, guest, ways)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
}

async function move(table: Table, guest: Guest, ways: Ways): Promise<void> {
  const { room, name, wire } = guest
  await ways.pause(ways.between(200, 5000))
  const truth = table.keeper.truth(room.id)
  if (room.status !== 'running' || !truth) return
  const { phase, secret } = truth
  const draws = 'drawer' in phase && phase.drawer === name
  if (phase.name === 'choosing' && draws && ways.chance(0.7)) {
    await ways.act(() => room.act.choose({ index: ways.oneOf([0, 1, 2]) }))
  } else if (phase.name === 'drawing' && draws) {
    await ways.act(() => room.act.begin({ id: `s${10_000 + room.version}`, colour: 1, width: 2, at: [1, 2] }))
  } else if (phase.name === 'drawing' && phase.solved.includes(name) && ways.chance(0.3)) {
    await ways.act(() => room.act.say({ text: aside(asides++) }))
  } else if (phase.name === 'drawing' && ways.chance(0.5)) {
    // Only somebody who dreams of the word can be so quick.
    const text = ways.chance(0.6) ? secret.word : `${secret.word} ${secret.word}`
    table.keeper.says(name, text)
    await ways.act(() => room.act.say({ text }))
  }
  const dice = ways.random()
  if (dice < 0.1) await room.history({ limit: 200 })
  else if (dice < 0.2) await ways.act(() => room.act.choose({ index: 0 }))
  else if (dice < 0.25) await ways.act(() => room.act.say({ text: '' }))
  else if (dice < 0.3) await ways.act(() => room.act.undo({}))
  else if (dice < 0.35) await ways.act(() => room.act.vote({ user: ways.oneOf(room.members).id }))
  else if (dice < 0.4) wire.cut()
  else if (dice < 0.43 && table.guests.length < MAX_GUESTS)
    await come(table, `late${table.guests.length}-${room.id}`, ways.chance(0.5) ? { spectate: true } : {})
  else if (dice < 0.5 && phase.name !== 'over') await ways.act(() => room.act.say({ text: 'no idea' }))
}
