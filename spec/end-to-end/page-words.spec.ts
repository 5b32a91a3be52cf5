import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { words } from '../../server/shipped/words.ts'
import { builtPage } from '../support/built-page.ts'

/** From how many letters on a word stands in no code by chance, as a `key` or a `window` does. */
const LONG = 9

describe('the built page', () => {
  it('[P7] has none of the lists of words to draw', async function () {
    this.timeout(60_000)
    const folder = await builtPage()
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(js|html|css)$/.test(file),
    )
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
    for (const [language, list] of Object.entries(words)) {
      const long = list.filter((word) => word.length >= LONG)
      expect(found(list.join(', '), long), `the ${language} list is found where it is`).to.deep.equal(long)
      expect(found(text, long), language).to.deep.equal([])
      // Nor any two short ones as they stand in the list.
      const pairs = list.slice(1).map((word, at) => `${list[at]}, ${word}`)
      expect(found(text, pairs), language).to.deep.equal([])
    }
  })
})

function found(text: string, list: readonly string[]): string[] {
  return list.filter((word) => text.includes(word))
}
