import { expect } from 'chai'
import type { PastTurn } from '../../../server/applications/draw-and-guess/state.ts'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { strokeAt, strokeCount } from '../../../server/applications/drawing/drawing.ts'
import type { PastActionOf } from '../../../server/contract/client-types.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { Replay } from '../../../web/applications/draw-and-guess-view/replay.ts'

type Deed = PastActionOf<DrawAndGuess>

const user = { id: 'ann', name: 'ann' }
const turn: PastTurn = { drawer: 'ann', name: 'ann', word: 'umbrella', from: 10, to: 900 }

/** Lines a second apart, from version 11 on, and what other turns have drawn around them. */
function lines(count: number): Deed[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ version: 11 + at, name: 'place', user, at: at * 1000 },
    payload: { tool: 'line', id: `a${10_000 + at}`, colour: 1, width: 1, points: [0, 0, at, at] },
  }))
}
const other = (version: number): Deed => ({ version, name: 'clear', user, at: 0, payload: {} })

/** A history that gives at most `page` actions at once, newest first. */
function historyOf(deeds: readonly Deed[], page = 200) {
  const asked: number[] = []
  const history = async ({ before = Infinity }: { readonly before?: number } = {}) => {
    asked.push(before)
    const older = deeds.filter(({ version }) => version < before).toReversed()
    const actions = older.slice(0, page)
    return { actions, before: older.length > page ? (actions.at(-1)?.version ?? null) : null }
  }
  return { asked, history }
}

describe('draw and guess: a past turn', () => {
  it('is shown as it ended, of its own actions alone, whatever page they are on', async () => {
    const { asked, history } = historyOf([...[1, 2, 9, 10].map(other), ...lines(30), other(950)], 7)
    const replay = new Replay({ turn, clock: new FakeClock(), history })
    expect(replay.loading).to.equal(true)
    await replay.load()
    expect([replay.loading, strokeCount(replay.drawing)]).to.deep.equal([false, 30])
    expect(replay.at).to.equal(replay.length)
    expect(asked[0], 'it asks for no newer ones').to.equal(901)
    expect(asked.length, 'nor for older ones than it needs').to.equal(5)
  })

  it('is played from its beginning to its end, pauses shortened, and leaves no timer', async () => {
    const clock = new FakeClock()
    const replay = new Replay({ turn, clock, history: historyOf(lines(10)).history })
    await replay.load()
    expect(replay.length).to.equal(9 * 400)
    replay.play()
    expect([replay.playing, strokeCount(replay.drawing)]).to.deep.equal([true, 1])
    await clock.pass(2000)
    expect(strokeCount(replay.drawing)).to.equal(6)
    replay.pause()
    await clock.pass(2000)
    expect([strokeCount(replay.drawing), clock.timers]).to.deep.equal([6, 0])
    replay.play()
    await clock.pass(2000)
    expect([replay.playing, strokeCount(replay.drawing), clock.timers]).to.deep.equal([false, 10, 0])
    replay.play()
    replay.destroy()
    expect(clock.timers).to.equal(0)
  })

  it('is shown at any time of it, back and forth; what stays the same stays the same object', async () => {
    const replay = new Replay({ turn, clock: new FakeClock(), history: historyOf(lines(10)).history })
    await replay.load()
    replay.seek(800)
    expect(strokeCount(replay.drawing)).to.equal(3)
    const before = replay.drawing
    replay.seek(1200)
    expect([strokeCount(before), strokeCount(replay.drawing)]).to.deep.equal([3, 4])
    expect(strokeAt(replay.drawing, 'a10001')).to.equal(strokeAt(before, 'a10001'))
    replay.seek(99_999)
    expect(strokeCount(replay.drawing)).to.equal(10)
    replay.seek(-1)
    expect(strokeCount(replay.drawing)).to.equal(1)
  })

  it('takes no longer than a quarter of a minute', async () => {
    const replay = new Replay({ turn, clock: new FakeClock(), history: historyOf(lines(300)).history })
    await replay.load()
    expect(replay.length).to.equal(15_000)
  })

  it('says why it can’t be shown, and tries again when asked to', async () => {
    const { history } = historyOf(lines(2))
    let fails = true
    const replay = new Replay({
      ...{ turn, clock: new FakeClock() },
      history: async (request) => {
        if (fails) throw new SocDrawError('CONNECTION_FAILED')
        return history(request)
      },
    })
    await replay.load()
    expect(replay.problem).to.equal(new SocDrawError('CONNECTION_FAILED').message)
    fails = false
    await replay.load()
    expect([replay.problem, strokeCount(replay.drawing)]).to.deep.equal([undefined, 2])
  })
})
