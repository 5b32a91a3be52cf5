import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { drawingBoard } from '../../server/applications/drawing-board.ts'
import type { AnyApplication } from '../../server/contract/application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { boardPlayer } from '../../server/players/board-player.ts'
import { chatPlayer } from '../../server/players/chat-player.ts'
import { Crowd } from '../../server/players/crowd.ts'
import { guessPlayer } from '../../server/players/guess-player.ts'
import type { Player } from '../../server/players/player.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'

const NAMES = ['ann', 'bob', 'cid', 'dan']

interface Setting {
  readonly step: number
  readonly options?: object
}

describe('bots that play whole sessions, over real sockets', function () {
  this.timeout(30_000)

  const clock = new FakeClock()
  let server: SocDrawServer
  let standStill: () => void
  const crowds: { stop(): Promise<void> }[] = []

  afterEach(async () => {
    for (const crowd of crowds.splice(0)) await crowd.stop()
    standStill()
    await server.stop()
  })

  /** Lets four play in a room. `step`: how far the time goes on at each turn of the event loop, in milliseconds. */
  async function begin<App>(application: AnyApplication, player: Player<App>, { step, options }: Setting) {
    const { name } = application
    server = await startTestServer(application, {
      clock,
      rooms: [{ id: `${name}:1`, name: 'A Room', application: name, ...(options && { options }) }],
    })
    standStill = clock.run(step)
    const tokens = NAMES.map(tokenOf)
    const crowd = await Crowd.enter({ url: server.url, application: name, player, tokens, clock })
    crowds.push(crowd)
    const [room] = crowd.rooms
    return { crowd, room: room ?? expect.fail('nobody is there') }
  }

  /** @throws AssertionError unless the bots were refused nothing but this, and all see the same state at one version */
  async function expectOneView<App>(crowd: Crowd<App>, ...refusals: string[]): Promise<void> {
    expect(refusals).to.include.members(Object.keys(crowd.tally.report().refusals))
    await crowd.halt()
    const versions = crowd.rooms.map(({ version }) => version)
    for (const room of crowd.rooms) await until(room, ({ version }) => version >= Math.max(...versions))
    const [first, ...others] = crowd.rooms.map(({ state }) => JSON.stringify({ ...state, own: null }))
    for (const other of others) expect(other).to.equal(first)
  }

  it('chat: everybody has their say, and is seen typing it', async () => {
    const { crowd, room } = await begin(chat, chatPlayer, { step: 20 })
    const typed = new Set<string>()
    room.subscribe(() => {
      for (const [user, shown] of room.presence) if (shown.typing) typed.add(user)
    })
    await until(room, ({ state }) => (state?.messages.length ?? 0) > 40, 'forty messages were said', 20_000)
    expect([...typed]).to.have.members(NAMES)
    const senders = new Set(room.state?.messages.map(({ sender }) => sender))
    expect([...senders]).to.have.members([null, ...NAMES])
    await expectOneView(crowd)
  })

  it('board: everybody draws lines of many points with their pointer in sight, and takes some of it back', async () => {
    const { crowd, room } = await begin(drawingBoard, boardPlayer, { step: 16 })
    const strokes = () => Object.values(room.state?.ink ?? {}).flatMap((group) => Object.values(group))
    const pointers = new Set<string>()
    room.subscribe(() => {
      for (const user of room.presence.keys()) pointers.add(user)
    })
    const drawn = () => strokes().length > 16 && strokes().some(({ gone }) => gone !== undefined)
    await until(room, drawn, 'sixteen lines were drawn, and one taken back', 20_000)
    expect([...pointers]).to.have.members(NAMES)
    expect(new Set(strokes().map(({ author }) => author)).size).to.equal(NAMES.length)
    expect(Math.max(...strokes().map(({ points }) => points.length))).to.be.above(100)
    await expectOneView(crowd)
  })

  it('draw and guess: they begin, choose, draw, guess right and wrong, see it through, and play again', async () => {
    const options = { turn: 60, rounds: 1, words: ['apple', 'house', 'tree', 'clock', 'fish'], onlyOwnWords: true }
    const { crowd, room } = await begin(drawAndGuess({ en: [], de: [] }), guessPlayer(), { step: 24, options })
    const kinds = new Set<string>()
    let strokes = 0
    room.subscribe(() => {
      for (const { kind } of room.state?.lines ?? []) kinds.add(kind)
      strokes = Math.max(strokes, Object.keys(room.state?.ink ?? {}).length)
    })
    await until(room, ({ state }) => state?.phase.name === 'over', 'the game was over', 25_000)
    expect([...kinds]).to.include.members(['said', 'solved', 'answer'])
    expect(strokes).to.be.above(0)
    expect(room.state?.turns.map(({ drawer }) => drawer)).to.have.members(NAMES)
    const points = Object.values(room.state?.players ?? {}).map(({ points }) => points)
    expect(Math.max(...points)).to.be.above(100)
    await until(
      room,
      ({ state }) => state?.phase.name === 'choosing' && state.turns.length === 0,
      'another game',
      20_000,
    )
    // The last line of a turn may come after its end, and two may begin a game at once.
    await expectOneView(crowd, 'NOT_YOUR_TURN', 'UNDER_WAY', 'STROKE_ENDED')
  })

  it('stops in the middle: what was done is answered, the seats are free, and no connection is left', async () => {
    const { crowd } = await begin(drawingBoard, boardPlayer, { step: 16 })
    await until(crowd.rooms[0]!, ({ state }) => Object.keys(state?.ink ?? {}).length > 3, 'they draw', 20_000)
    await crowd.stop()
    expect(crowd.tally.underWay).to.equal(0)
    expect(crowd.tally.report().refusals).to.deep.equal({})
    await crowd.ended
    const bots = new Bots<typeof drawingBoard>(server, 'board')
    const [watcher] = await bots.enter('board:1', 'eve')
    bots.close()
    expect(watcher?.members.map(({ id }) => id)).to.deep.equal(['eve'])
  })
})
