import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'
import { maskOf } from '../../../server/applications/draw-and-guess/hints.ts'
import { normalised } from '../../../server/applications/draw-and-guess/normalised.ts'
import { LANGUAGES, optionsSchema } from '../../../server/applications/draw-and-guess/state.ts'
import { validate } from '../../../server/contract/validate.ts'
import { words } from '../../../server/shipped/words.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Every file that is loaded with one of these, type imports left out: a bundle has none of them. */
function loadedWith(entries: readonly string[]): Set<string> {
  const loaded = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue
    loaded.add(file)
    const source = readFileSync(join(ROOT, file), 'utf8')
    for (const [, target = ''] of source.matchAll(/^(?:import|export|\}) (?!type\b)[^']*'(\.[^']+\.tsx?)'/gm))
      waiting.push(relative(ROOT, resolve(ROOT, dirname(file), target)))
  }
  return loaded
}

describe('the words', () => {
  it('are 300 at least in each language, each another one to a guesser, and fit to be drawn', () => {
    for (const language of LANGUAGES) {
      const list = words[language]
      expect(list.length, language).to.be.at.least(300)
      expect(new Set(list.map(normalised)).size, language).to.equal(list.length)
      expect(list.filter((word) => maskOf(word).filter((shown) => shown === null).length < 2)).to.deep.equal([])
      for (let from = 0; from < list.length; from += 1000) {
        // What a room may bring is what is fit.
        expect(validate(optionsSchema, { words: list.slice(from, from + 1000) }), language).to.include({ ok: true })
      }
    }
  })

  it('[P7] are in nothing that a browser loads', () => {
    const entries = ['web', 'server/applications']
      .flatMap((top) =>
        readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((file) => join(top, file)),
      )
      .filter((file) => /\.tsx?$/.test(file))
    const loaded = loadedWith(entries)
    expect([...loaded], 'it does follow imports').to.include('server/protocol/errors.ts')
    expect([...loaded].filter((file) => file.startsWith('server/words'))).to.deep.equal([])
    expect([...loadedWith(['server/shipped/words.ts'])].length, 'it would be found').to.equal(3)
  })
})
