import { expect } from 'chai'
import type { Member } from '../../../server/protocol/room-document.ts'
import { createSeenColours, MOST_SEEN } from '../../../web/applications/chat-view/seen-colours.ts'

const member = (id: string, color?: string): Member => ({ id, name: id, connected: true, ...(color && { color }) })

describe('the colours that a chat has seen', () => {
  it('stay with what somebody said when they go, and change with them', () => {
    const seen = createSeenColours()
    expect([...seen([member('ann', '#0000ff'), member('bob')])]).to.deep.equal([['ann', '#0000ff']])
    expect([...seen([member('bob')])]).to.deep.equal([['ann', '#0000ff']])
    expect([...seen([member('ann', '#00ff00')])]).to.deep.equal([['ann', '#00ff00']])
  })

  it('are the same map as long as none changes, whoever comes and goes', () => {
    const seen = createSeenColours()
    const before = seen([member('ann', '#0000ff')])
    expect(seen([member('ann', '#0000ff'), member('bob')])).to.equal(before)
    expect(seen([])).to.equal(before)
    expect(seen([member('cat', '#ff0000')])).not.to.equal(before)
  })

  it('are not kept for ever: those seen last are', () => {
    const seen = createSeenColours()
    for (let at = 0; at <= MOST_SEEN; at++) seen([member(`${at}`, '#0000ff')])
    const kept = seen([])
    expect(kept.size).to.equal(MOST_SEEN)
    expect([kept.has('0'), kept.has(`${MOST_SEEN}`)]).to.deep.equal([false, true])
  })
})
