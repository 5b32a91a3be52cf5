import { expect } from 'chai'
import { hintsOf } from '../../../server/applications/draw-and-guess/hints.ts'
import { drawerPoints } from '../../../server/applications/draw-and-guess/scoring.ts'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { play } from '../../../server/testing/play.ts'
import { drawing, game, LISTS, phase, points, refused, SECOND } from './support.ts'

describe('draw and guess: a turn', () => {
  it('begins when somebody says so: the first one there chooses among three words', async () => {
    const room = await play(drawAndGuess(LISTS), { members: ['ann', 'bob'] })
    expect(room.state.phase.name).to.equal('ready')
    await room.as('bob').play({})
    expect(phase(room, 'choosing').drawer).to.equal('ann')
    const { choices } = room.state.own.ann ?? expect.fail()
    expect(new Set(choices).size).to.equal(3)
    expect(LISTS.en).to.include.members(choices)
    expect(await refused(room.as('bob').choose({ index: 0 }))).to.equal('NOT_YOUR_TURN')
    expect(await refused(room.as('bob').play({}))).to.equal('UNDER_WAY')
    await room.as('ann').choose({ index: 1 })
    expect([room.state.secret.word, room.seenBy('ann').own?.word]).to.deep.equal([choices[1], choices[1]])
    expect(room.seenBy('ann').own?.choices).to.deep.equal([])
    const { version } = room
    await room.pass(16 * SECOND)
    expect(room.version, 'nothing more is picked').to.equal(version)
    await room.pass(64 * SECOND)
    expect([room.seenBy('ann').own?.word, room.state.secret.word]).to.deep.equal([null, ''])
  })

  it('has one of the three words picked by itself after 15 seconds', async () => {
    const room = await game()
    const { choices } = room.state.own.ann ?? expect.fail()
    await room.pass(15 * SECOND - 1)
    expect(room.state.phase.name).to.equal('choosing')
    await room.pass(1)
    expect(choices).to.include(room.state.secret.word)
    expect(phase(room, 'drawing').drawer).to.equal('ann')
    await room.pass(80 * SECOND - 1)
    expect(room.state.phase.name, 'the whole turn is left').to.equal('drawing')
  })

  it('is as long as the room wants, shows the answer for five seconds, and goes on with the next', async () => {
    const room = await drawing(['ann', 'bob'], { turn: 30 })
    const { word } = room.state.secret
    await room.pass(30 * SECOND - 1)
    expect(room.state.phase.name).to.equal('drawing')
    await room.pass(1)
    expect(phase(room, 'answer')).to.include({ word, ended: 'time', drawer: 'ann' })
    await room.pass(5 * SECOND - 1)
    expect(room.state.phase.name).to.equal('answer')
    await room.pass(1)
    expect(phase(room, 'choosing').drawer).to.equal('bob')
  })

  it('reveals letters of the word in equal steps, spaces and hyphens at once', async () => {
    const room = await drawing(['ann', 'bob'], { words: ['ice-cream van', 'ab', 'cat'], onlyOwnWords: true, turn: 40 })
    for (let turn = 0; turn < 3; turn++) {
      const { word } = room.state.secret
      const hints = { 'ice-cream van': 3, ab: 0, cat: 1 }[word] ?? expect.fail(word)
      const first = word === 'ice-cream van' ? 2 : 0
      const shown = () => phase(room, 'drawing').mask.filter((character) => character !== null).length
      expect(shown(), word).to.equal(first)
      for (let hint = 1; hint <= hints; hint++) {
        await room.pass((40 * SECOND) / (hints + 1) - 1)
        expect(shown(), `${word}: not early`).to.equal(first + hint - 1)
        await room.pass(1)
        expect(shown(), word).to.equal(first + hint)
      }
      for (const [place, character] of phase(room, 'drawing').mask.entries())
        if (character !== null) expect(character).to.equal(word[place])
      await room.pass((40 * SECOND) / (hints + 1) + 5 * SECOND)
      if (room.state.phase.name === 'choosing') await room.as(room.state.phase.drawer).choose({ index: 0 })
    }
  })

  it('scores who solves it, and the drawer by all who were there when the word was picked', async () => {
    const room = await drawing(['ann', 'bob', 'cid', 'dan'])
    const { word } = room.state.secret
    const hints = hintsOf(phase(room, 'drawing').mask)
    await room.join('eve')
    await room.pass(20 * SECOND)
    expect(await room.as('bob').say({ text: word.toUpperCase() })).to.deep.equal({ heard: 'solved' })
    expect(await room.as('eve').say({ text: ` ${word} ` })).to.deep.equal({ heard: 'solved' })
    expect(hints).to.be.within(2, 3)
    const unused = Math.round((60 * phase(room, 'drawing').hints) / hints)
    await room.pass(60 * SECOND)
    const { gains } = phase(room, 'answer')
    expect(gains.bob).to.equal(100 + 150 + unused + 40)
    expect(gains.eve).to.equal(100 + 150 + unused + 20)
    expect(gains.ann, 'eve came later').to.equal(drawerPoints([gains.bob ?? 0, 0, 0]))
    expect(points(room)).to.deep.equal({ cid: 0, dan: 0, ...gains })
  })

  it('ends at once when everybody knows the word, also because the last one who did not has left', async () => {
    for (const end of ['say', 'leave'] as const) {
      const room = await drawing()
      const { word } = room.state.secret
      await room.as('bob').say({ text: word })
      expect(room.state.phase.name).to.equal('drawing')
      await (end === 'say' ? room.as('cid').say({ text: word }) : room.leave('cid'))
      expect(phase(room, 'answer').ended).to.equal('solved')
      expect(points(room).bob).to.be.above(100)
      await room.pass(5 * SECOND)
      expect(phase(room, 'choosing').drawer).to.equal('bob')
    }
  })

  it('ends without points when its drawer leaves, whether they were drawing or choosing', async () => {
    const room = await drawing()
    const { word } = room.state.secret
    await room.as('bob').say({ text: word })
    await room.leave('ann')
    expect(phase(room, 'answer')).to.deep.include({ word, ended: 'gone', gains: {} })
    expect(points(room)).to.deep.equal({ bob: 0, cid: 0 })
    await room.pass(5 * SECOND)
    expect(phase(room, 'choosing').drawer).to.equal('bob')
    await room.join('ann')
    await room.leave('bob')
    expect(phase(room, 'answer')).to.deep.include({ word: null, ended: 'gone' })
    await room.pass(5 * SECOND)
    expect(phase(room, 'choosing').drawer, 'ann has had her turn').to.equal('cid')
    await room.pass(15 * SECOND)
    expect(phase(room, 'drawing').drawer).to.equal('cid')
  })
})
