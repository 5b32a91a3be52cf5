import { expect } from 'chai'
import { soughtWords, wordsOf } from '../../server/accounts/search-words.ts'

describe('the words by which users are found', () => {
  it('are those of their names, each once, without case, accents and what stands between them', () => {
    expect(wordsOf('user:12', 'Adèle O’Brien, ADELE ﬁ')).to.deep.equal(['user', '12', 'adele', 'o', 'brien', 'fi'])
    expect(wordsOf('😀', '—')).to.deep.equal([])
    // However it is composed.
    expect(wordsOf('e\u0301')).to.deep.equal(wordsOf('\u00e9'))
    expect(wordsOf('İ')).to.deep.equal(['i'])
  })

  it('are few of what is looked for, and none is not the same as nothing looked for', () => {
    expect(soughtWords(' ')).to.deep.equal([])
    expect(soughtWords('😀')).to.equal(undefined)
    expect(soughtWords('a b c d e f g h i j')).to.have.length(8)
  })
})
