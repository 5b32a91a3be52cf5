import { expect } from 'chai'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { OwnTyping } from '../../../web/applications/chat-view/own-typing.ts'

function start() {
  const clock = new FakeClock()
  const begin = clock.now()
  const told: [number, boolean][] = []
  const typing = new OwnTyping(clock, (value) => told.push([clock.now() - begin, value]))
  return { clock, told, typing }
}

describe('one’s own typing', () => {
  it('is told at the first key, at most every three seconds while keys are pressed, and no more after six without', () => {
    const { clock, told, typing } = start()
    for (let at = 0; at < 40; at += 1) {
      typing.typed()
      clock.advance(100)
    }
    clock.advance(60_000)
    expect(told).to.deep.equal([
      [0, true],
      [3_000, true],
      [6_000, true],
      [9_900, false],
    ])
    expect(clock.timers).to.equal(0)
  })

  it('is over at once when it is sent, and begins anew with the next key', () => {
    const { clock, told, typing } = start()
    typing.typed()
    clock.advance(500)
    typing.stop()
    typing.stop()
    expect(clock.timers).to.equal(0)
    typing.typed()
    typing.stop()
    expect(told).to.deep.equal([
      [0, true],
      [500, false],
      [500, true],
      [500, false],
    ])
  })

  it('says nothing of what never began', () => {
    const { told, typing } = start()
    typing.stop()
    expect(told).to.deep.equal([])
  })
})
