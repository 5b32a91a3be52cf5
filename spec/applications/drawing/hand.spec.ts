import { expect } from 'chai'
import { MAX_POINTS } from '../../../server/applications/drawing/stroke.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { Hand } from '../../../web/applications/drawing/hand.ts'
import { InkItem } from '../../../web/applications/drawing/ink-item.ts'
import { ToolBox } from '../../../web/applications/drawing/tool-box.ts'

type Told = readonly [name: string, payload: Readonly<Record<string, unknown>>]

function setUp({ pixel = 2 } = {}) {
  const clock = new FakeClock()
  const tools = new ToolBox()
  const told: Told[] = []
  const drafts: (readonly InkItem[])[] = []
  const lying = new InkItem('Aaaaaa', {
    tool: 'line',
    author: 'bob',
    colour: 0,
    width: 1,
    order: 1,
    points: [0, 0, 100, 0],
  })
  const action = (name: string) => async (payload: object) => {
    told.push([name, { ...payload }])
  }
  const [begin, extend, place] = [action('begin'), action('extend'), action('place')]
  const [erase, undo, redo] = [action('erase'), action('undo'), action('redo')]
  const hand = new Hand({
    user: 'ann',
    clock,
    tools,
    act: { begin, extend, place, erase, undo, redo },
    items: () => [lying],
    pixel: () => pixel,
    area: ({ x }) => (x < 0 ? undefined : { points: [0, 0, 9, 0, 9, 9], rings: [3] }),
    drafted: (items) => drafts.push(items),
    write: () => undefined,
    failed: (error) => {
      throw error
    },
  })
  return { clock, tools, told, drafts, hand, names: () => told.map(([name]) => name) }
}

describe('the hand that draws', () => {
  it('shows ink at once, and tells the room of it every 33 ms', () => {
    const { clock, told, drafts, hand, names } = setUp()
    const grip = hand.press({ x: 0, y: 0 })
    for (const x of [10, 20, 30]) grip.move({ x, y: 0 })
    expect(drafts.at(-1)?.[0]?.stroke.points).to.deep.equal([0, 0, 10, 0, 10, 0, 10, 0])
    expect(names()).to.deep.equal(['begin'])
    clock.advance(33)
    expect(told.at(-1)?.[1]).to.deep.include({ points: [10, 0, 10, 0, 10, 0] })
    clock.advance(1000)
    expect(names(), 'nothing new is nothing to tell').to.deep.equal(['begin', 'extend'])
    hand.lift()
    expect(drafts.at(-1)).to.deep.equal([])
    expect(clock.timers, 'nothing is left waiting').to.equal(0)
  })

  it('goes on in a new stroke after 500 points, joined to the one before for undo', () => {
    const { told, hand } = setUp()
    const grip = hand.press({ x: 0, y: 0 })
    for (let at = 1; at < MAX_POINTS + 20; at += 1) grip.move({ x: 5 * at, y: 0 })
    hand.lift()
    const begun = told.filter(([name]) => name === 'begin').map(([, payload]) => payload)
    expect(begun.map(({ joins }) => joins)).to.deep.equal([false, true])
    const points = (id: unknown) =>
      told.flatMap(([name, payload]) => (name === 'extend' && payload.id === id ? (payload.points as number[]) : []))
    expect(points(begun[0]?.id)).to.have.length(2 * (MAX_POINTS - 1))
    expect(begun[1]?.at, 'without a gap').to.deep.equal([5 * (MAX_POINTS - 1), 0])
    expect(points(begun[1]?.id).length).to.be.above(30)
  })

  it('leaves nothing when it turns out not to have been drawing', () => {
    const { clock, tools, hand, told, names, drafts } = setUp()
    const first = hand.press({ x: 0, y: 500 })
    clock.advance(20)
    first.cancel()
    expect([names(), drafts.at(-1)]).to.deep.equal([['begin', 'undo'], []])
    expect(told.at(-1)?.[1], 'that alone, should it have been refused').to.deep.equal({ only: told[0]?.[1].id })
    tools.take('rectangle')
    const spanning = hand.press({ x: 0, y: 0 })
    spanning.move({ x: 50, y: 50 })
    spanning.cancel()
    tools.take('eraser')
    hand.press({ x: 50, y: 0 }).cancel()
    expect(names(), 'what was not told needs no undoing').to.deep.equal(['begin', 'undo'])
    const rubbing = hand.press({ x: 50, y: 0 })
    clock.advance(33)
    rubbing.cancel()
    expect(names().slice(2)).to.deep.equal(['erase', 'undo'])
    const [[, erased], [, undone]] = told.slice(-2) as [(typeof told)[0], (typeof told)[0]]
    expect(erased.ids).to.deep.equal([undone.only])
    tools.take('fill')
    hand.press({ x: 5, y: 0 }).cancel()
    expect(names().slice(4), 'nothing is filled by a pinch').to.deep.equal([])
    expect(clock.timers).to.equal(0)
  })

  it('erases what is on its way however quick it is, and what one points at however far one looks from', () => {
    for (const pixel of [2, 25]) {
      const { tools, told, hand } = setUp({ pixel })
      tools.take('eraser')
      hand.press({ x: 50, y: -60 })
      hand.lift()
      expect(told.length, `a pixel of ${pixel} beside the line`).to.equal(pixel === 25 ? 1 : 0)
    }
    const { tools, told, hand } = setUp()
    tools.take('eraser')
    const grip = hand.press({ x: 50, y: -90_000 })
    grip.move({ x: 50, y: 90_000 })
    hand.lift()
    expect(told.map(([name, { ids }]) => [name, ids])).to.deep.equal([['erase', ['Aaaaaa']]])
  })

  it('fills an area as one stroke, and nothing where none is', () => {
    const { tools, told, hand } = setUp()
    tools.dip(4)
    tools.take('fill')
    hand.press({ x: -5, y: 0 })
    hand.lift()
    expect(told).to.deep.equal([])
    hand.press({ x: 5, y: 0 })
    hand.lift()
    expect(told.map(([name, { id: _, ...what }]) => [name, what])).to.deep.equal([
      ['place', { tool: 'fill', colour: 4, width: 2, points: [0, 0, 9, 0, 9, 9], rings: [3] }],
    ])
  })

  it('spans a shape, and tells of it when it is done', () => {
    const { tools, hand, drafts, told } = setUp()
    tools.take('ellipse')
    hand.press({ x: 1.4, y: 0 }).move({ x: 80, y: 40.6 })
    expect([drafts.at(-1)?.length, told.length]).to.deep.equal([1, 0])
    hand.lift()
    expect(told[0]?.[1]).to.deep.include({ tool: 'ellipse', points: [1, 0, 80, 41] })
  })

  it('is held by one device at a time: who lost it moves, lifts and cancels nothing', () => {
    const { hand, told, names } = setUp()
    const mouse = hand.press({ x: 0, y: 0 })
    mouse.move({ x: 40, y: 0 })
    const finger = hand.press({ x: 500, y: 0 })
    expect([mouse.holds, finger.holds], 'the mouse’s line has ended').to.deep.equal([false, true])
    mouse.move({ x: 80, y: 0 })
    mouse.lift()
    mouse.cancel()
    finger.move({ x: 520, y: 0 })
    finger.lift()
    expect(names()).to.deep.equal(['begin', 'extend', 'begin', 'extend'])
    expect(told.map(([, { points }]) => points)).to.deep.equal([undefined, [40, 0], undefined, [20, 0]])
    expect([finger.holds, hand.down]).to.deep.equal([false, false])
  })
})
