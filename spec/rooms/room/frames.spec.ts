import { expect } from 'chai'
import type { Frame } from '../../../server/protocol/events.ts'
import { Frames } from '../../../server/rooms/room/frames.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'

describe('the frames of a quiet room', () => {
  function room(isHeard = () => true) {
    const clock = new FakeClock(0)
    const sent: (readonly [at: number, from: number, to: number])[] = []
    const send = ({ from, to }: Frame): void => void sent.push([clock.now(), from, to])
    const frames = new Frames({
      clock,
      interval: 16,
      patience: () => 16,
      version: 0,
      send,
      sendToEach: send,
      hasAudience: isHeard,
    })
    let version = 0
    const move = (): void => {
      frames.add(++version, [['set', ['version'], version]])
      frames.release(version)
      clock.advance(0)
    }
    return { clock, sent, frames, move }
  }

  it('repeat its version five seconds after the last of them, and every five seconds from then on', () => {
    const { clock, sent, frames, move } = room()
    move()
    clock.advance(4000)
    move()
    clock.advance(4999)
    expect(sent).to.deep.equal([
      [0, 0, 1],
      [4000, 1, 2],
    ])
    clock.advance(5001)
    expect(sent.slice(2)).to.deep.equal([
      [9000, 2, 2],
      [14_000, 2, 2],
    ])
    frames.stop()
    expect(clock.timers).to.equal(0)
  })

  it('cost no timer each', () => {
    const { clock, frames, move } = room()
    for (let n = 0; n < 50; n++) {
      move()
      clock.advance(16)
      expect(clock.timers).to.equal(1)
    }
    frames.stop()
    expect(clock.timers).to.equal(0)
  })

  it('repeat nothing while nobody is there, and go on with the next frame', () => {
    let heard = false
    const { clock, sent, move } = room(() => heard)
    move()
    clock.advance(20_000)
    expect([sent.length, clock.timers]).to.deep.equal([1, 0])
    heard = true
    move()
    clock.advance(5000)
    expect(sent.slice(1)).to.deep.equal([
      [20_000, 1, 2],
      [25_000, 2, 2],
    ])
  })

  it('[P6] end where somebody is to begin, also where more may leave and is due sooner, and then go on', () => {
    const { clock, sent, frames } = room()
    for (const version of [1, 2, 3]) frames.add(version, [['set', ['version'], version]])
    frames.release(3)
    const reached: unknown[] = []
    for (const version of [2, 2, 3]) {
      frames.end({ version, reached: () => reached.push([version, sent.at(-1)?.[2]]), abandon: () => reached.push(0) })
    }
    expect([sent, reached], 'not in the step in which answers are given').to.deep.equal([[], []])
    clock.advance(20)
    expect(reached).to.deep.equal([
      [2, 2],
      [2, 2],
      [3, 3],
    ])
    expect(sent.map(([, from, to]) => [from, to])).to.deep.equal([
      [0, 2],
      [2, 3],
    ])
    frames.end({ version: 3, reached: () => reached.push('never'), abandon: () => reached.push('abandoned') })
    frames.abandon(new Error('the log failed'))
    frames.stop()
    clock.advance(20)
    expect([reached.at(-1), clock.timers]).to.deep.equal(['abandoned', 0])
  })

  it('[P8] are broken off for each member by themselves: whoever is slow would never notice that they missed it', () => {
    const each: Frame[] = []
    const options = { clock: new FakeClock(0), interval: 16, patience: () => 16, version: 3, hasAudience: () => true }
    const send = (): void => expect.fail('the slow are left out of this')
    new Frames({ ...options, send, sendToEach: (frame) => void each.push(frame) }).breakOff()
    expect(each.map(({ from, to, patches }) => [from === to && from > 3, patches])).to.deep.equal([[true, []]])
  })
})
