import { expect } from 'chai'
import { drawing, game, phase, points, SECOND } from './support.ts'

describe('draw and guess: a game', () => {
  it('gives everybody one turn a round, whoever joins late too, and ends with a table', async () => {
    const room = await game(['ann', 'bob'], { turn: 30, rounds: 2 })
    const drawers: string[] = []
    for (let turn = 0; room.state.phase.name !== 'over'; turn++) {
      const { drawer } = phase(room, 'choosing')
      drawers.push(`${room.state.round} ${drawer}`)
      await room.as(drawer).choose({ index: 0 })
      if (turn === 0) await room.join('cid')
      await room.as('bob' === drawer ? 'ann' : 'bob').say({ text: room.state.secret.word })
      await room.pass(30 * SECOND)
      await room.pass(5 * SECOND)
    }
    expect(drawers).to.deep.equal(['1 ann', '1 bob', '1 cid', '2 ann', '2 bob', '2 cid'])
    expect(room.state.turns.map(({ drawer }) => drawer)).to.have.length(6)
    expect(new Set(room.state.turns.map(({ word }) => word)).size, 'no word twice').to.equal(6)
    await room.pass(3600 * SECOND)
    expect(room.state.phase.name, 'nothing goes on by itself').to.equal('over')
    const before = points(room)
    expect(before.bob).to.be.above(100)
    await room.as('cid').play({})
    expect(points(room)).to.deep.equal({ ann: 0, bob: 0, cid: 0 })
    expect([room.state.round, phase(room, 'choosing').drawer, room.state.turns]).to.deep.equal([1, 'ann', []])
  })

  it('keeps the points of whoever comes back, and forgets who left without any', async () => {
    const room = await drawing(['ann', 'bob', 'cid', 'dan'])
    await room.as('bob').say({ text: room.state.secret.word })
    await room.pass(80 * SECOND)
    const before = points(room)
    await room.leave('bob')
    await room.leave('dan')
    expect(Object.keys(room.state.players)).to.have.members(['ann', 'bob', 'cid'])
    await room.join('bob')
    expect(points(room).bob).to.equal(before.bob)
  })

  it('stands still below the minimum, alarms and shown times alike, and goes on with what was left', async () => {
    const room = await drawing(['ann', 'bob'])
    await room.pass(30 * SECOND)
    const { mask, endsAt } = phase(room, 'drawing')
    await room.leave('bob')
    expect([room.status, room.state.heldSince]).to.deep.equal(['paused', room.now])
    await room.pass(1000 * SECOND)
    expect(phase(room, 'drawing')).to.deep.include({ mask, endsAt })
    await room.join('cid')
    await room.pass(50 * SECOND - 1)
    expect(phase(room, 'drawing').endsAt).to.equal(endsAt + 1000 * SECOND)
    expect(room.state.heldSince).to.equal(null)
    expect(phase(room, 'drawing').endsAt - room.now).to.equal(1)
    await room.pass(1)
    expect(room.state.phase.name).to.equal('answer')
  })

  it('shows the time that is left also when others leave while it stands still', async () => {
    const room = await drawing(['ann', 'bob', 'cid'])
    await room.leave('bob')
    await room.pass(10)
    await room.leave('cid')
    const { endsAt } = phase(room, 'drawing')
    await room.join('dan')
    await room.leave('dan')
    await room.pass(500 * SECOND)
    await room.join('eve')
    await room.pass(SECOND)
    expect(phase(room, 'drawing').endsAt).to.be.within(endsAt + 500 * SECOND - 50, endsAt + 500 * SECOND)
    await room.leave('eve')
    await room.pass(100 * SECOND)
    await room.leave('ann')
    const ends = phase(room, 'answer').endsAt
    expect(ends).to.equal(room.now + 5 * SECOND)
    await room.pass(100 * SECOND)
    for (const user of ['ann', 'bob']) await room.join(user)
    await room.pass(4 * SECOND)
    expect(phase(room, 'answer').endsAt).to.be.within(ends + 100 * SECOND - 50, ends + 100 * SECOND)
    await room.pass(SECOND)
    expect(phase(room, 'choosing').drawer).to.equal('bob')
  })

  it('has nothing of a turn that was over early go on in the next', async () => {
    const room = await drawing(['ann', 'bob'])
    await room.pass(72 * SECOND)
    await room.as('bob').say({ text: room.state.secret.word })
    await room.pass(5 * SECOND)
    const { version } = room
    await room.pass(14 * SECOND)
    expect([phase(room, 'choosing').drawer, room.version]).to.deep.equal(['bob', version])
  })

  it('is no longer for somebody who left a game of three, which goes on at its pace', async () => {
    const room = await drawing()
    const { endsAt } = phase(room, 'drawing')
    await room.leave('cid')
    await room.pass(SECOND)
    expect([phase(room, 'drawing').endsAt, room.state.heldSince]).to.deep.equal([endsAt, null])
  })

  it('goes on when everybody has left and somebody comes back', async () => {
    const room = await drawing(['ann', 'bob'])
    for (const user of ['ann', 'bob']) await room.leave(user)
    await room.pass(1000 * SECOND)
    for (const user of ['cid', 'dan']) await room.join(user)
    await room.pass(5 * SECOND)
    expect(phase(room, 'choosing').drawer).to.equal('cid')
  })
})
