import { expect } from 'chai'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Play } from '../../../server/testing/play.ts'
import { Notes, news, talkOf } from '../../../web/applications/draw-and-guess-view/talk.ts'
import { drawing, game, SECOND } from '../draw-and-guess/support.ts'

/** What a user reads, as `kind name text` each, when they look whenever something happens. */
function reader(room: Play<DrawAndGuess>, user: string) {
  const notes = new Notes()
  const look = () => notes.follow(room.seenBy(user), room.members, room.version)
  look()
  return {
    look,
    read: () => talkOf(room.seenBy(user), notes.all).map(({ kind, name, text }) => `${kind} ${name} ${text}`.trim()),
  }
}

describe('draw and guess: what is said', () => {
  it('stands in its order, with one’s own asides among it, and with what happens beside it', async () => {
    const room = await game(['ann', 'bob', 'cid'])
    const [bob, cid] = [reader(room, 'bob'), reader(room, 'cid')]
    const both = () => {
      bob.look()
      cid.look()
    }
    await room.as('ann').choose({ index: 0 })
    both()
    const { word } = room.state.secret
    await room.as('bob').say({ text: 'no idea' })
    await room.as('bob').say({ text: word.slice(0, -1) })
    await room.as('bob').say({ text: word })
    await room.as('bob').say({ text: 'nice one' })
    await room.join('dan')
    both()
    const solved = ['chooses ann', 'draws ann', 'said bob no idea', `close bob ${word.slice(0, -1)}`]
    expect(bob.read()).to.deep.equal([...solved, 'solved bob', 'aside bob nice one', 'joined dan'])
    expect(cid.read()).to.deep.equal(['chooses ann', 'draws ann', 'said bob no idea', 'solved bob', 'joined dan'])
    await room.leave('dan')
    both()
    expect(cid.read().at(-1)).to.equal('left dan')
  })

  it('has a key of its own for each line', async () => {
    const room = await drawing(['ann', 'bob'])
    const notes = new Notes()
    notes.follow(room.seenBy('bob'), room.members, room.version)
    // The one who solves it last ends the turn: two lines of one version.
    await room.as('bob').say({ text: room.state.secret.word })
    await room.pass(5 * SECOND)
    notes.follow(room.seenBy('bob'), room.members, room.version)
    const keys = talkOf(room.seenBy('bob'), notes.all).map(({ key }) => key)
    expect(keys.length).to.be.at.least(4)
    expect(new Set(keys).size).to.equal(keys.length)
  })

  it('counts as news what others have said since, and one’s own turn to choose', async () => {
    const room = await drawing(['ann', 'bob'])
    await room.as('bob').say({ text: 'one' })
    const seen = room.version
    await room.as('bob').say({ text: 'two' })
    await room.as('bob').say({ text: 'three' })
    const count = (user: string, since: number) => news(room.seenBy(user), user, since)
    expect([count('ann', seen), count('ann', 0), count('bob', 0)]).to.deep.equal([2, 3, 0])
    await room.pass(85 * SECOND)
    expect([count('ann', room.version), count('bob', room.version)]).to.deep.equal([0, 1])
  })
})
