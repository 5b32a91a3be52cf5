import { expect } from 'chai'
import { playMany } from './games.ts'
import { SecretKeeper } from './secret-keeper.ts'
import { secretsIn, wordsOf } from './secret-words.ts'

/** `npm run test:secrets` plays a hundred. */
const GAMES = 20

describe('draw and guess, over real sockets', () => {
  it('has secrets that are found however they are written', () => {
    const [one = '', two = ''] = wordsOf(7)
    expect(secretsIn(JSON.stringify({ word: one }))).to.deep.equal([...one])
    expect(secretsIn(JSON.stringify(JSON.stringify({ mask: [...one] })))).to.deep.equal([...one])
    const escaped = [...one].map((letter) => `\\u${letter.charCodeAt(0).toString(16)}`).join('')
    expect(secretsIn(escaped)).to.deep.equal([...one])
    for (const text of [
      two,
      two.toUpperCase(),
      two.normalize('NFD'),
      `"${two}"`,
      two.replace(/[- ]/g, ''),
      [...two].join('","'),
    ]) {
      expect(secretsIn(text), text).to.deep.equal(['quzxv7w1x'])
    }
    expect(secretsIn('{"name":"lobby","id":"quiz-1"}')).to.deep.equal([])
  })

  it(`[P7] in ${GAMES} games no connection is sent a byte of a word, a choice, a letter or talk before it is due`, async function () {
    this.timeout(300_000)
    const keeper = new SecretKeeper()
    const refused = await playMany(GAMES, keeper)
    expect(keeper.found.slice(0, 3)).to.deep.equal([])
    // Nothing of it would hold if nothing had happened: a turn has a word at least.
    for (const [what, times] of Object.entries({ ...keeper.seen, refused })) expect(times, what).to.be.above(GAMES)
  })
})
