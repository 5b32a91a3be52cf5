import { expect } from 'chai'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Play } from '../../../server/testing/play.ts'
import { cuesBetween } from '../../../web/applications/draw-and-guess-view/cues.ts'
import { SoundBox } from '../../../web/applications/draw-and-guess-view/sound-box.ts'
import { FakeStorage } from '../../support/fake-storage.ts'
import { game, SECOND } from '../draw-and-guess/support.ts'

/** What each of them hears of what `happen` does. */
async function heard(room: Play<DrawAndGuess>, happen: () => Promise<unknown>): Promise<Record<string, string>> {
  const users = room.members.map(({ id }) => id)
  const before = users.map((user) => room.seenBy(user))
  await happen()
  return Object.fromEntries(
    before.map((seen, at) => [users[at] ?? '', cuesBetween(seen, room.seenBy(users[at]), users[at] ?? '').join(' ')]),
  )
}

describe('draw and guess: what one hears', () => {
  it('is one’s turn, a word to guess, a word found, a guess that is close, and the end', async () => {
    const room = await game(['ann', 'bob', 'cid'], { rounds: 1 })
    const choose = () => room.as('ann').choose({ index: 0 })
    expect(await heard(room, choose)).to.deep.equal({ ann: '', bob: 'turn', cid: 'turn' })
    const { word } = room.state.secret
    const nearly = () => room.as('bob').say({ text: word.slice(1) })
    expect(await heard(room, nearly)).to.deep.equal({ ann: '', bob: 'close', cid: '' })
    const found = () => room.as('bob').say({ text: word })
    expect(await heard(room, found)).to.deep.equal({ ann: 'other', bob: 'solved', cid: 'other' })
    expect(await heard(room, () => room.as('cid').say({ text: 'hello' }))).to.deep.equal({ ann: '', bob: '', cid: '' })
    const end = () => room.pass(80 * SECOND)
    expect(await heard(room, end)).to.deep.equal({ ann: 'ended', bob: 'ended', cid: 'ended' })
    expect(await heard(room, () => room.pass(5 * SECOND))).to.deep.equal({ ann: '', bob: 'mine', cid: '' })
    await room.pass(15 * SECOND + 85 * SECOND + 15 * SECOND + 80 * SECOND)
    const over = () => room.pass(5 * SECOND)
    expect(await heard(room, over)).to.deep.equal({ ann: 'over', bob: 'over', cid: 'over' })
  })

  it('is nothing before one has done something on the page, and nothing once muted, the next time too', () => {
    const storage = new FakeStorage()
    let [active, opened] = [false, 0]
    const open = (): AudioContext => {
      opened += 1
      throw new Error('a browser would sound now')
    }
    const box = new SoundBox({ storage, active: () => active, open })
    box.play('turn')
    expect(opened).to.equal(0)
    active = true
    expect(() => box.play('turn')).to.throw('would sound')
    box.toggle()
    box.play('turn')
    expect([box.muted, opened]).to.deep.equal([true, 1])
    const again = new SoundBox({ storage, active: () => true, open })
    again.play('turn')
    expect([again.muted, opened]).to.deep.equal([true, 1])
  })
})
