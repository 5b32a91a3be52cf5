import { expect } from 'chai'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { PresenceBoard } from '../../web/client/presence-board.ts'

function board() {
  const clock = new FakeClock()
  const sent: unknown[] = []
  return { clock, sent, board: new PresenceBoard(clock, (value) => sent.push(value)) }
}

describe('the presence board', () => {
  it('[P9] sends the first value at once and then the last of each interval', () => {
    const { clock, sent, board: own } = board()
    own.entered({})
    for (let n = 0; n <= 40; n++) {
      own.present(n)
      clock.advance(10)
    }
    clock.advance(100)
    expect(sent.length).to.be.within(5, 6)
    expect([sent[0], sent.at(-1)]).to.deep.equal([0, 40])
    expect(clock.timers).to.equal(0)
  })

  it('sends nothing without a connection, and what is shown when it is back', () => {
    const { clock, sent, board: own } = board()
    own.present('early')
    clock.advance(1000)
    expect(sent).to.deep.equal([])
    own.entered({ bob: 1 })
    expect(sent).to.deep.equal(['early'])
    own.present('late')
    own.down()
    clock.advance(1000)
    expect(sent).to.deep.equal(['early'])
    own.entered({})
    expect(sent).to.deep.equal(['early', 'late'])
  })

  it('keeps the last value of each member, forgets those who are gone, and all while offline', () => {
    const { board: own } = board()
    own.entered({ ann: 1, bob: 2 })
    const before = own.values
    own.changed({ bob: 3, cid: 4 })
    own.changed({ ann: null })
    expect([...own.values]).to.deep.equal([
      ['bob', 3],
      ['cid', 4],
    ])
    expect([...before], 'a new map at each change').to.deep.equal([
      ['ann', 1],
      ['bob', 2],
    ])
    own.down()
    expect(own.values.size).to.equal(0)
  })
})
