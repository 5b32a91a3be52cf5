import { expect } from 'chai'
import type { Phase } from '../../server/applications/draw-and-guess/state.ts'
import type { DrawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { until } from '../../server/testing/bots.ts'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { temporaryFolder } from '../stores/sqlite/temporary-folder.ts'
import { MortalServer } from './mortal-server.ts'

type GuessRoom = Room<DrawAndGuess>
const SECOND = 1000

/** The phase that a room is in, which must have this name. */
function phase<Name extends Phase['name']>({ state }: GuessRoom, name: Name): Extract<Phase, { name: Name }> {
  const isNamed = (phase: Phase | undefined): phase is Extract<Phase, { name: Name }> => phase?.name === name
  return isNamed(state?.phase) ? state.phase : expect.fail(`it is ${state?.phase.name}, and not ${name}`)
}

describe('draw and guess on a server that is killed', function () {
  this.timeout(60_000)

  let server: MortalServer
  let ahead = 0
  const lobbies: Lobby<DrawAndGuess>[] = []

  beforeEach(async () => {
    server = await MortalServer.create(temporaryFolder(), 'guess-server.js')
    server.start('0')
    await server.listening()
  })

  afterEach(async () => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    await server.kill()
  })

  async function enter(user: string): Promise<GuessRoom> {
    const socket = { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 50 }
    const lobby = await connect<DrawAndGuess>(server.url, 'guess', { token: tokenOf(user), socket })
    lobbies.push(lobby)
    return lobby.enter('R:1')
  }

  function leap(ms: number): void {
    ahead += ms
    server.tell(String(ms))
  }

  /** Now, as the server has it: the same machine, so many milliseconds ahead. */
  const now = (): number => Date.now() + ahead

  /** Kills it from one moment to the next, and starts it again on what it left. */
  async function killAndStart(rooms: readonly GuessRoom[]): Promise<void> {
    await server.kill()
    for (const room of rooms) await until(room, ({ live }) => !live, 'the connection is lost')
    server.start(String(ahead))
    await server.listening()
    for (const room of rooms)
      await until(room, ({ live, status }) => live && status === 'running', 'it goes on', 20_000)
  }

  it('[P3] goes on with the turn: its word, drawing, guesses and points are kept, and its hints and end come when due', async () => {
    const [ann, bob, cid] = [await enter('ann'), await enter('bob'), await enter('cid')]
    const rooms = [ann, bob, cid]
    await until(ann, ({ status }) => status === 'running')
    await ann.act.play({})
    await ann.act.choose({ index: 0 })
    await ann.act.begin({ id: 'abcdef', colour: 1, width: 2, at: [3, 4] })
    const word = ann.state?.own?.word ?? expect.fail('she has no word')
    await until(bob, ({ state }) => state?.phase.name === 'drawing')
    await bob.act.say({ text: word })
    leap(20 * SECOND)
    await until(cid, (room) => phase(room, 'drawing').hints === 2, 'the first hint came')
    // The next one comes as long after it.
    const second = now() + 20 * SECOND
    const before = phase(cid, 'drawing')
    const { ink } = cid.state ?? expect.fail('there is nothing')

    await killAndStart(rooms)

    expect(phase(cid, 'drawing')).to.deep.equal(before)
    expect(cid.state?.ink).to.deep.equal(ink)
    expect([ann, bob, cid].map(({ state }) => state?.own?.word)).to.deep.equal([word, word, null])
    await cid.act.say({ text: 'no idea' })
    // Halves of the way to the second hint, and past it.
    leap((second - now()) / 2)
    await cid.act.say({ text: 'still no idea' })
    expect(phase(cid, 'drawing').hints).to.equal(2)
    leap(second - now())
    await until(cid, (room) => phase(room, 'drawing').hints === 1, 'the second hint came')
    expect(phase(cid, 'drawing').endsAt).to.equal(before.endsAt)
    leap(before.endsAt - now() - 10 * SECOND)
    await until(cid, (room) => phase(room, 'drawing').hints === 0, 'the third hint came')
    leap(10 * SECOND)
    for (const room of rooms) await until(room, ({ state }) => state?.phase.name === 'answer', 'the turn was over')

    const gained = before.gains.bob ?? expect.fail('he got nothing')
    const gains = { bob: gained, ann: Math.round((0.6 * gained) / 2) }
    expect(phase(cid, 'answer')).to.deep.include({ word, ended: 'time', gains })

    await killAndStart(rooms)

    leap(5 * SECOND)
    await until(bob, ({ state }) => state?.phase.name === 'choosing', 'the next turn began')
    expect(phase(bob, 'choosing').drawer).to.equal('bob')
    const points = Object.entries(bob.state?.players ?? {}).map(([user, { points }]) => [user, points])
    expect(Object.fromEntries(points)).to.deep.equal({ ...gains, cid: 0 })
    // Nobody chooses: after fifteen seconds one of the words is picked.
    leap(15 * SECOND)
    await until(bob, ({ state }) => state?.phase.name === 'drawing', 'a word was picked')
    expect(server.said).to.equal('')
  })
})
