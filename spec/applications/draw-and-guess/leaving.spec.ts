import { expect } from 'chai'
import { type DrawAndGuess, drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { Bots, until } from '../../../server/testing/bots.ts'
import { startTestServer } from '../../../server/testing/start-test-server.ts'
import { drawing, game, LISTS, phase, points, SECOND } from './support.ts'

describe('draw and guess: who leaves', () => {
  it('a turn that they have solved gets their points for it when it ends, their first ones too', async () => {
    const room = await drawing(['ann', 'bob', 'cid'])
    await room.as('bob').say({ text: room.state.secret.word })
    const gained = phase(room, 'drawing').gains.bob
    await room.leave('bob')
    await room.pass(80 * SECOND)
    expect(phase(room, 'answer').ended).to.equal('time')
    expect(points(room)).to.deep.include({ bob: gained })
  })

  it('is forgotten all the same when that turn ends without points', async () => {
    const room = await drawing(['ann', 'bob', 'cid'])
    await room.as('bob').say({ text: room.state.secret.word })
    await room.leave('bob')
    await room.leave('ann')
    expect(Object.keys(room.state.players)).to.deep.equal(['cid'])
  })

  it('is told of by their name, also when they drew and had no points', async () => {
    const server = await startTestServer(drawAndGuess(LISTS), {
      authenticate: async ({ auth: { token } }) => ({ id: String(token), name: `The great ${token}` }),
    })
    const bots = new Bots<DrawAndGuess>(server, 'guess')
    const [ann, bob, cid] = await Promise.all(
      ['ann', 'bob', 'cid'].map(async (user) => (await bots.connect(user, user)).enter('R:1')),
    )
    await until(bob!, ({ members }) => members.length === 3)
    await bob!.act.play({})
    await until(bob!, ({ state }) => state?.phase.name === 'choosing')
    const drawer = phase({ state: bob!.state! }, 'choosing').drawer
    const [leaving, staying] = [ann!, bob!, cid!].toSorted((one) => (one.user.id === drawer ? -1 : 1))
    await leaving!.act.choose({ index: 0 })
    await leaving!.leave()
    await until(staying!, ({ state }) => state?.phase.name === 'answer')
    expect(staying!.state?.lines.at(-1)).to.include({ kind: 'answer', name: `The great ${drawer}` })
    expect(staying!.state?.turns.at(-1)?.name).to.equal(`The great ${drawer}`)
    bots.close()
    await server.stop()
  })

  it('makes fewer votes enough, also those that are given already', async () => {
    const room = await game(['ann', 'bob', 'cid', 'dan', 'eve'])
    for (const user of ['bob', 'cid']) await room.as(user).vote({ user: 'eve' })
    expect(room.state.votedOut).to.deep.equal([])
    await room.leave('dan')
    expect(room.state.votedOut).to.deep.equal(['eve'])
    expect(room.state.lines.at(-1)).to.include({ kind: 'votedOut', user: 'eve' })
    expect(room.state.votes).to.deep.equal({})
  })

  it('of whoever is voted out is nobody’s last: it may be enough against another one', async () => {
    const room = await game(['ann', 'bob', 'cid', 'dan', 'eve'])
    for (const user of ['ann', 'cid']) await room.as(user).vote({ user: 'bob' })
    for (const user of ['ann', 'cid', 'bob']) await room.as(user).vote({ user: 'dan' })
    expect(room.state.votedOut).to.deep.equal(['dan', 'bob'])
    expect(room.state.votes).to.deep.equal({})
  })

  it('last, when all have left without points, leaves a listing that says so', async () => {
    const room = await game(['ann', 'bob'], { rounds: 1, turn: 30 })
    await room.pass(200 * SECOND)
    expect(room.state.phase.name).to.equal('over')
    for (const user of ['ann', 'bob']) await room.leave(user)
    expect(drawAndGuess(LISTS).preview?.(room.state)).to.equal('Over: everybody has left')
  })

  it('in the moment in which the next turn begins doesn’t lengthen it by the time that the game stands still', async () => {
    const room = await game(['ann', 'bob'], { turn: 30 })
    await room.as('ann').choose({ index: 0 })
    await room.as('bob').say({ text: room.state.secret.word })
    await room.pass(5 * SECOND - 1)
    await room.leave('ann')
    await room.pass(60 * SECOND)
    await room.join('ann')
    await room.pass(100)
    const { endsAt } = phase(room, 'choosing')
    expect(endsAt - room.now).to.be.within(14 * SECOND, 15 * SECOND)
  })
})
