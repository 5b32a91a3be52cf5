import { expect } from 'chai'
import { drawing, phase, refused, SECOND } from './support.ts'

describe('draw and guess: a vote', () => {
  it('by half of the players, and never one alone, puts somebody out until the next game', async () => {
    const room = await drawing(['ann', 'bob', 'cid', 'dan', 'eve'], { rounds: 1, turn: 30 })
    expect(await room.as('ann').vote({ user: 'bob' })).to.deep.equal({ missing: 2 })
    expect(await room.as('ann').vote({ user: 'bob' }), 'twice is once').to.deep.equal({ missing: 2 })
    expect(await room.as('cid').vote({ user: 'bob' })).to.deep.equal({ missing: 1 })
    await room.as('bob').vote({ user: 'dan' })
    await room.leave('cid')
    expect(room.state.votes).to.deep.equal({ bob: ['ann'], dan: ['bob'] })
    expect(await room.as('dan').vote({ user: 'bob' }), 'four play, and one vote has left').to.deep.equal({ missing: 0 })
    expect([room.state.votedOut, room.state.votes]).to.deep.equal([['bob'], { dan: [] }])
    for (const action of [room.as('bob').say({ text: 'why' }), room.as('bob').vote({ user: 'ann' })])
      expect(await refused(action)).to.equal('VOTED_OUT')
    expect(await refused(room.as('ann').vote({ user: 'bob' }))).to.equal('NOT_PLAYING')
    expect(await refused(room.as('ann').vote({ user: 'ann' }))).to.equal('NOT_PLAYING')
    await room.leave('bob')
    await room.join('bob')
    expect(await refused(room.as('bob').say({ text: 'back' }))).to.equal('VOTED_OUT')
    await room.pass(35 * SECOND)
    const drawers: string[] = []
    while (room.state.phase.name !== 'over') {
      drawers.push(phase(room, 'choosing').drawer)
      await room.pass(50 * SECOND)
    }
    expect(drawers).to.deep.equal(['dan', 'eve'])
    await room.as('ann').play({})
    expect(await room.as('bob').say({ text: 'here' })).to.deep.equal({ heard: 'said' })
  })

  it('ends the turn of a drawer without points; two who are left alone with one put out play together', async () => {
    const room = await drawing()
    await room.as('bob').vote({ user: 'ann' })
    await room.as('cid').vote({ user: 'ann' })
    expect(phase(room, 'answer')).to.include({ ended: 'gone' })
    await room.leave('cid')
    await room.pass(5 * SECOND)
    expect([phase(room, 'choosing').drawer, room.state.votedOut]).to.deep.equal(['bob', []])
  })

  it('can’t be won by one of two', async () => {
    const room = await drawing(['ann', 'bob'])
    expect(await room.as('bob').vote({ user: 'ann' })).to.deep.equal({ missing: 1 })
    expect(room.state.votedOut).to.deep.equal([])
  })
})
