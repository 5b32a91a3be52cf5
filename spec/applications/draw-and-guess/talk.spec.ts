import { expect } from 'chai'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { play } from '../../../server/testing/play.ts'
import { startCore } from '../../support/core.ts'
import { drawing, game, heardBy, LISTS, refused, SECOND } from './support.ts'

describe('draw and guess: what is said', () => {
  it('is heard by all while it is wrong; a close one by its guesser alone; and by the knowing once one knows', async () => {
    const room = await drawing(['ann', 'bob', 'cid', 'dan'])
    const { word } = room.state.secret
    const nearly = `${word.slice(0, -1)}q`
    expect(await room.as('bob').say({ text: 'teapot' })).to.deep.equal({ heard: 'said' })
    expect(await room.as('bob').say({ text: nearly })).to.deep.equal({ heard: 'close' })
    expect(await room.as('bob').say({ text: `a ${word}, is it` })).to.deep.equal({ heard: 'close' })
    expect(await room.as('cid').say({ text: word })).to.deep.equal({ heard: 'solved' })
    expect(await room.as('cid').say({ text: `yes, ${word}` })).to.deep.equal({ heard: 'aside' })
    expect(await room.as('ann').say({ text: 'well done' })).to.deep.equal({ heard: 'aside' })
    const all = ['said bob teapot', 'solved cid']
    const knowing = ['said bob teapot', 'solved cid', `aside cid yes, ${word}`, 'aside ann well done']
    expect(heardBy(room, 'ann')).to.deep.equal(knowing)
    expect(heardBy(room, 'cid')).to.deep.equal(knowing)
    expect(heardBy(room, 'dan')).to.deep.equal(all)
    expect(heardBy(room, 'bob')).to.deep.equal([all[0], `close bob ${nearly}`, `close bob a ${word}, is it`, all[1]])
  })

  it('by somebody who is choosing is refused, and between turns it is talk', async () => {
    const room = await game()
    expect(await refused(room.as('ann').say({ text: 'it will be' }))).to.equal('CHOOSE_FIRST')
    expect(await room.as('bob').say({ text: 'hurry' })).to.deep.equal({ heard: 'said' })
  })

  it('[P7] by who only watches is heard between turns, as theirs, and never while somebody knows or guesses the word', async () => {
    const room = await play(drawAndGuess(LISTS), { members: ['ann', 'bob', 'cid'] })
    const say = (user = 'zoe') => room.watching(user).say({ text: 'hello' })
    expect(await say()).to.deep.equal({ heard: 'said' })
    expect(room.state.lines.at(-1)).to.include({ kind: 'said', user: 'zoe', watching: true })
    await room.as('ann').play({})
    expect(await refused(say('ann')), 'who chooses, with another tab').to.equal('TURN_UNDER_WAY')
    await room.as('ann').choose({ index: 0 })
    for (const user of ['zoe', 'ann']) expect(await refused(say(user))).to.equal('TURN_UNDER_WAY')
    expect(await refused(room.watching('zoe').vote({ user: 'ann' }))).to.equal('SPECTATING')
    await room.pass(80 * SECOND)
    expect(await say()).to.deep.equal({ heard: 'said' })
    expect(Object.keys(room.state.players)).not.to.include('zoe')
  })

  it('[P7] takes no text on the sheet: by that the drawer could write the word', async () => {
    const room = await drawing()
    const text = { tool: 'text' as const, id: 'aaaaaa', colour: 0, width: 1, points: [0, 0], text: 'elephant' }
    expect(await refused(room.as('ann').place(text))).to.equal('NO_TEXT')
    await room.as('ann').place({ tool: 'line', id: 'aaaaab', colour: 0, width: 1, points: [0, 0, 9, 9] })
  })

  it('is nothing the host says, who has no seat', async () => {
    const core = startCore(drawAndGuess(LISTS))
    const tabs = [core.connect('ann'), core.connect('bob')]
    for (const tab of tabs) {
      const entering = tab.enter('R:1')
      await core.clock.pass(60)
      await entering
    }
    const host = { id: 'host', name: 'host', roles: [] }
    for (const [name, payload] of [
      ['say', { text: 'hello' }],
      ['vote', { user: 'ann' }],
    ] as const) {
      const found = (await core.registry.find('R:1')) ?? expect.fail()
      const room = await core.registry.open(found)
      expect(await room.host.actAs(host, name, payload)).to.nested.include({ 'error.code': 'NOT_PLAYING' })
    }
    await core.registry.stop()
  })

  it('is known to who has solved it, also when they have left and come back', async () => {
    const room = await drawing(['ann', 'bob', 'cid'])
    const { word } = room.state.secret
    await room.as('bob').say({ text: word })
    await room.leave('bob')
    await room.join('bob')
    expect([room.seenBy('bob').own?.word, room.seenBy('cid').own?.word]).to.deep.equal([word, null])
    expect(await room.as('bob').say({ text: word })).to.deep.equal({ heard: 'aside' })
  })

  it('is kept within bounds', async () => {
    const room = await drawing(['ann', 'bob', 'cid'])
    await room.as('bob').say({ text: room.state.secret.word })
    for (let line = 0; line < 120; line++) {
      await room.as('cid').say({ text: `line ${line}` })
      await room.as('bob').say({ text: `aside ${line}` })
    }
    expect([room.state.lines.length, room.state.own.ann?.lines.length]).to.deep.equal([100, 50])
    expect(room.state.lines.at(-1)?.text).to.equal('line 119')
  })
})
