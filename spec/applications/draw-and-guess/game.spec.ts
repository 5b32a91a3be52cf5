import { expect } from 'chai'
import { hintsOf } from '../../../server/applications/draw-and-guess/hints.ts'
import { drawerPoints } from '../../../server/applications/draw-and-guess/scoring.ts'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { play } from '../../../server/testing/play.ts'
import { startCore } from '../../support/core.ts'
import { drawing, game, heardBy, LISTS, phase, points, refused, SECOND } from './support.ts'

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
      expect(await room.actAs(host, name, payload)).to.nested.include({ 'error.code': 'NOT_PLAYING' })
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

describe('draw and guess: a room’s options', () => {
  it('are within bounds, and may be left out', async () => {
    const room = await play(drawAndGuess(LISTS), { members: ['ann', 'bob'] })
    expect(room.state.settings).to.deep.equal({ turn: 80, rounds: 3, language: 'en' })
    for (const options of [
      { turn: 29 },
      { turn: 241 },
      { rounds: 0 },
      { rounds: 11 },
      { language: 'fr' },
      { words: ['?!'] },
      { words: ['x'.repeat(31)] },
      { words: ['one', 'two'], onlyOwnWords: true },
      { words: ['one', 'two', 'Two', 't-wo'], onlyOwnWords: true },
    ]) {
      const opened = play(drawAndGuess(LISTS), { members: ['ann'], options }).then(
        () => 'taken',
        (error: unknown) => error,
      )
      expect(await opened, JSON.stringify(options)).to.be.instanceOf(TypeError)
    }
  })

  it('choose the language, or bring words of the room’s own', async () => {
    const german = await game(['ann', 'bob'], { language: 'de' })
    expect(LISTS.de).to.include.members(german.state.own.ann?.choices ?? [])
    const own = ['crème brûlée', 'jack-in-the-box', 'o’clock', 'Crème  Brulee']
    const room = await drawing(['ann', 'bob'], { words: own, onlyOwnWords: true, turn: 30 })
    const had: string[] = []
    for (let turn = 0; turn < 6; turn++) {
      had.push(room.state.secret.word)
      await room.pass(50 * SECOND)
    }
    expect(own.slice(0, 3)).to.include.members(had)
    expect(room.state.secret.used.length, 'what was had is not kept for ever').to.be.below(3)
    const mixed = await game(['ann', 'bob'], { words: own })
    expect([...LISTS.en, ...own]).to.include.members(mixed.state.own.ann?.choices ?? [])
  })
})
