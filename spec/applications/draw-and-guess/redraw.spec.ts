import { expect } from 'chai'
import fc from 'fast-check'
import { redraw } from '../../../server/applications/draw-and-guess/redraw.ts'
import { type DrawAndGuess, drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { emptyDrawing, strokeCount } from '../../../server/applications/drawing/drawing.ts'
import type { PastActionOf } from '../../../server/contract/client-types.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { type Core, type Entered, startCore, type Tab } from '../../support/core.ts'
import { drawing, LISTS, phase, refused, SECOND } from './support.ts'

const id = fc.constantFrom('aaaaaa', 'bbbbbb', 'cccccc')
const look = { colour: 1, width: 2 }
const strokes = fc.array(
  fc.oneof(
    id.map((id) => ['begin', { id, ...look, at: [1, 2] }] as const),
    id.map((id) => ['extend', { id, points: [3, 4] }] as const),
    id.map((id) => ['place', { tool: 'line', id, ...look, points: [0, 0, 5, 5] }] as const),
    id.map((id) => ['erase', { ids: [id] }] as const),
    fc.constantFrom(['undo', {}] as const, ['redo', {}] as const, ['clear', {}] as const),
  ),
  { maxLength: 30 },
)

async function entered(core: Core, tab: Tab) {
  const answer = tab.enter('R:1')
  await core.clock.pass(60)
  return ((await answer) as Entered).snapshot.state as unknown as Awaited<ReturnType<typeof drawing>>['state']
}

describe('draw and guess: the drawing of a turn', () => {
  it('is made again, stroke by stroke, of what the room’s history has of that turn', async () => {
    await fc.assert(
      fc.asyncProperty(strokes, strokes, async (first, second) => {
        const core = startCore(drawAndGuess(LISTS))
        const tabs = { ann: core.connect('ann'), bob: core.connect('bob') }
        for (const tab of Object.values(tabs)) await entered(core, tab)
        await tabs.ann.act('R:1', 'play', {})
        const drawn: unknown[] = []
        for (const [tab, deeds] of [
          [tabs.ann, first],
          [tabs.bob, second],
        ] as const) {
          await tab.act('R:1', 'choose', { index: 0 })
          for (const [name, payload] of deeds) await tab.act('R:1', name, payload)
          await core.clock.pass(80 * SECOND)
          const { ink, tally, past } = await entered(core, tab)
          drawn.push({ ink, tally, past })
          await core.clock.pass(5 * SECOND)
        }
        const { turns } = await entered(core, tabs.ann)
        const page = await tabs.bob.ask('history', 'R:1', { limit: 200 })
        if (!page.ok) throw new SocDrawError(page.error)
        const { actions } = page as unknown as { actions: PastActionOf<DrawAndGuess>[] }
        for (const [index, turn] of turns.entries()) {
          const again = emptyDrawing()
          const ofTurn = actions.toReversed().filter(({ version }) => version > turn.from && version <= turn.to)
          for (const action of ofTurn) redraw(again, action)
          expect(again).to.deep.equal(drawn[index])
        }
        expect(turns.map(({ drawer }) => drawer)).to.deep.equal(['ann', 'bob'])
        await core.registry.stop()
      }),
      { numRuns: 30 },
    )
  })

  it('is its drawer’s alone, only while they draw, and begins empty', async () => {
    const room = await drawing()
    const stroke = { id: 'abcdef', colour: 1, width: 2, at: [0, 0] } as const
    const begin = { ...stroke, at: [0, 0] as [number, number] }
    await room.as('ann').begin(begin)
    for (const action of [
      room.as('bob').begin(begin),
      room.as('bob').extend({ id: 'abcdef', points: [1, 1] }),
      room.as('bob').erase({ ids: ['abcdef'] }),
      room.as('bob').undo({}),
      room.as('bob').redo({}),
      room.as('bob').clear({}),
      room.as('bob').place({ tool: 'line', id: 'bbbbbb', colour: 1, width: 1, points: [0, 0, 1, 1] }),
    ])
      expect(await refused(action)).to.equal('NOT_YOUR_TURN')
    await room.pass(80 * SECOND)
    expect(await refused(room.as('ann').extend({ id: 'abcdef', points: [1, 1] }))).to.equal('NOT_YOUR_TURN')
    expect(strokeCount(room.state), 'all can look at it still').to.equal(1)
    await room.pass(5 * SECOND)
    expect(phase(room, 'choosing').drawer).to.equal('bob')
    expect(room.state.ink).to.deep.equal({})
  })

  it('holds 1,000 strokes, and says so', async () => {
    const room = await drawing(['ann', 'bob'])
    const place = (number: number) => {
      const id = `a${10_000 + number}`
      return room.as('ann').place({ tool: 'line', id, colour: 1, width: 1, points: [0, 0, 1, 1] })
    }
    for (let number = 0; number < 1000; number++) await place(number)
    expect(await refused(place(1000))).to.equal('BOARD_FULL')
    await room.as('ann').erase({ ids: ['a10000'] })
    await place(1001)
  })
})
