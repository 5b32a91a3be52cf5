import { expect } from 'chai'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Play } from '../../../server/testing/play.ts'
import { playerRows, votesToGo } from '../../../web/applications/draw-and-guess-view/players.ts'
import { drawing, SECOND } from '../draw-and-guess/support.ts'

function rowsFor(room: Play<DrawAndGuess>, user: string, spectating = false) {
  const { members } = room
  return playerRows(room.seenBy(spectating ? undefined : user), { user, members, spectating })
}

describe('draw and guess: the list of players', () => {
  it('tells who draws, who has solved it, and what a turn gave, the best first', async () => {
    const room = await drawing()
    await room.as('cid').say({ text: room.state.secret.word })
    const during = rowsFor(room, 'bob')
    expect(during.map(({ id, draws, solved }) => [id, draws, solved])).to.deep.equal([
      ['ann', true, false],
      ['bob', false, false],
      ['cid', false, true],
    ])
    await room.pass(80 * SECOND)
    const after = rowsFor(room, 'bob')
    expect(after.map(({ id, place }) => [id, place])).to.deep.equal([
      ['cid', 1],
      ['ann', 2],
      ['bob', 3],
    ])
    expect(after.map(({ gain = 0, points }) => gain === points)).to.deep.equal([true, true, true])
  })

  it('tells who is away, has left, or was voted out', async () => {
    const room = await drawing(['ann', 'bob', 'cid', 'dan'])
    await room.as('bob').say({ text: room.state.secret.word })
    await room.pass(90 * SECOND)
    await room.disconnect('ann')
    await room.leave('bob')
    for (const voter of ['ann', 'cid']) await room.as(voter).vote({ user: 'dan' })
    const beings = Object.fromEntries(rowsFor(room, 'cid').map(({ id, being }) => [id, being]))
    expect(beings).to.deep.equal({ ann: 'away', bob: 'left', cid: 'here', dan: 'out' })
  })

  it('offers a vote against everybody else who plays, once, and to players alone', async () => {
    const room = await drawing(['ann', 'bob', 'cid', 'dan', 'eve'])
    expect(votesToGo(room.seenBy('ann'), room.members)).to.equal(3)
    await room.as('bob').vote({ user: 'ann' })
    const mayVote = (user: string, spectating = false) =>
      rowsFor(room, user, spectating).flatMap(({ id, mayVote }) => (mayVote ? [id] : []))
    expect(mayVote('bob')).to.deep.equal(['cid', 'dan', 'eve'])
    expect(mayVote('cid')).to.deep.equal(['ann', 'bob', 'dan', 'eve'])
    expect(rowsFor(room, 'cid')[0]).to.include({ id: 'ann', votes: 1, voted: false })
    expect(mayVote('zoe', true)).to.deep.equal([])
    for (const voter of ['cid', 'dan']) await room.as(voter).vote({ user: 'ann' })
    expect(mayVote('ann'), 'who is out has no vote').to.deep.equal([])
  })

  it('offers none between two, where one vote is all there can be', async () => {
    const room = await drawing(['ann', 'bob'])
    expect(rowsFor(room, 'bob').some(({ mayVote }) => mayVote)).to.equal(false)
  })
})
