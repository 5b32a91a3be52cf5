import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { ENTRIES } from './entries.ts'

const ROOT = resolve(import.meta.dirname, '../..')

interface Exports {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
}

describe('the package’s entries', () => {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Exports

  for (const [entry, names] of Object.entries(ENTRIES))
    it(`${entry} has what is said of it, and nothing else`, async () => {
      const there = exports[entry.replace('soc-draw', '.')]
      if (typeof there !== 'object') throw new Error(`package.json has no ${entry}`)
      const source = there.default.replace('./dist/', '').replace(/\.js$/, '.ts')
      const module = (await import(join(ROOT, source))) as object
      expect(Object.keys(module).sort()).to.deep.equal([...names])
    })
})
