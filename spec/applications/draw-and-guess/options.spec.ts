import { expect } from 'chai'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { play } from '../../../server/testing/play.ts'
import { drawing, game, LISTS, SECOND } from './support.ts'

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
