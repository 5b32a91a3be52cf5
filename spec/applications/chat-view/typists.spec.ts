import { expect } from 'chai'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { Typists, typingWords } from '../../../web/applications/chat-view/typists.ts'

function start() {
  const clock = new FakeClock()
  return { clock, typists: new Typists(clock, 'me') }
}

const shows = (typing: boolean) => ({ typing })

describe('who is typing', () => {
  it('are the others who say so, in the order in which they began', () => {
    const { typists } = start()
    const [ben, ann] = [shows(true), shows(true)]
    typists.update(new Map([['ben', ben]]))
    const presence = new Map([
      ['ann', ann],
      ['ben', ben],
      ['me', shows(true)],
      ['eve', shows(false)],
    ])
    typists.update(presence)
    const { ids } = typists
    expect(ids).to.deep.equal(['ben', 'ann'])
    typists.update(new Map([...presence, ['ben', shows(true)]]))
    expect(typists.ids, 'nothing has changed').to.equal(ids)
    typists.update(
      new Map([
        ['ben', shows(false)],
        ['ann', ann],
      ]),
    )
    expect(typists.ids).to.deep.equal(['ann'])
    typists.stop()
  })

  it('stops six seconds after they last said so, whatever else happens meanwhile', () => {
    const { clock, typists } = start()
    const ann = shows(true)
    const changes: string[] = []
    typists.subscribe(() => changes.push(typists.ids.join()))
    typists.update(new Map([['ann', ann]]))
    clock.advance(4_000)
    typists.update(
      new Map([
        ['ann', ann],
        ['ben', shows(false)],
      ]),
    )
    clock.advance(1_999)
    expect(typists.ids).to.deep.equal(['ann'])
    clock.advance(1)
    expect(typists.ids).to.deep.equal([])
    typists.update(new Map([['ann', ann]]))
    expect(typists.ids, 'nothing new was heard').to.deep.equal([])
    expect(clock.timers).to.equal(0)
    // Said again, it is an equal value, and another object.
    typists.update(new Map([['ann', shows(true)]]))
    clock.advance(3_000)
    typists.update(new Map([['ann', shows(true)]]))
    clock.advance(5_999)
    expect(typists.ids).to.deep.equal(['ann'])
    clock.advance(1)
    expect(changes).to.deep.equal(['ann', '', 'ann', ''])
    expect(clock.timers).to.equal(0)
  })

  it('stops with what they were typing, and begins with the next word of it', () => {
    const { clock, typists } = start()
    const ann = shows(true)
    typists.update(new Map([['ann', ann]]))
    typists.said('ann')
    typists.said('ben')
    expect([typists.ids, clock.timers]).to.deep.equal([[], 0])
    typists.update(new Map([['ann', ann]]))
    expect(typists.ids).to.deep.equal([])
    typists.update(new Map([['ann', shows(true)]]))
    expect(typists.ids).to.deep.equal(['ann'])
    typists.stop()
    expect(clock.timers).to.equal(0)
  })

  it('is said in words, by name for two at most', () => {
    expect([[], ['Ada'], ['Ada', 'Bob'], ['Ada', 'Bob', 'Eve']].map(typingWords)).to.deep.equal([
      '',
      'Ada is typing…',
      'Ada and Bob are typing…',
      'Several people are typing…',
    ])
  })
})
