import { expect } from 'chai'
import { Overload } from '../../server/sockets/overload.ts'

const EVERY = 25

/** An overload that is told of turns as they would come, and what it told. */
function watched(random = () => 0) {
  const told: boolean[] = []
  const overload = new Overload({ maxLag: 200, random, changed: (lasts) => told.push(lasts) })
  let at = 0
  /** The loop is in time for so long. */
  const calm = (ms: number): void => {
    for (const end = at + ms; at < end; ) overload.turn((at += EVERY), 0)
  }
  /** Something holds the loop for so long. */
  const hold = (ms: number): void => overload.turn((at += EVERY + ms), ms)
  return { overload, told, calm, hold }
}

describe('an overload', () => {
  it('[P9] begins when the event loop is more than 200 ms behind for a second, and ends a second after that', () => {
    const { overload, told, calm, hold } = watched()
    calm(500)
    for (let round = 0; round < 3; round++) hold(300)
    expect(overload.lasts).to.equal(false)
    hold(300)
    expect(overload.lasts).to.equal(true)
    calm(975)
    expect(overload.lasts).to.equal(true)
    calm(25)
    expect([overload.lasts, told]).to.deep.equal([false, [true, false]])
  })

  it('[P9] is none where the loop has time to breathe, or is less behind', () => {
    const { told, calm, hold } = watched()
    for (let round = 0; round < 50; round++) {
      hold(900)
      calm(300)
    }
    for (let round = 0; round < 50; round++) hold(200)
    expect(told).to.deep.equal([])
  })

  it('[P9] is one where the loop is in time only between long tasks', () => {
    const { told, calm, hold } = watched()
    for (let round = 0; round < 5; round++) {
      hold(300)
      calm(100)
    }
    expect(told).to.deep.equal([true])
  })

  it('[P9] begins anew in the breath after it, and not sooner than after another second once it has ended', () => {
    const { overload, told, calm, hold } = watched()
    hold(1100)
    calm(600)
    hold(300)
    calm(600)
    expect([overload.lasts, told]).to.deep.equal([true, [true]])
    calm(400)
    hold(300)
    expect([overload.lasts, told]).to.deep.equal([false, [true, false]])
  })

  it('[P9] refuses with when to come back, spread by chance over some seconds', () => {
    const refusals = [0, 0.5, 0.9999].map((chance) => watched(() => chance).overload.refusal())
    expect(refusals.map(({ retryAfter }) => retryAfter)).to.deep.equal([1000, 3000, 5000])
    expect(refusals[0]?.toJSON()).to.deep.equal({
      code: 'OVERLOADED',
      message: 'The server has too much to do right now.',
      retryable: true,
      retryAfter: 1000,
    })
  })
})
