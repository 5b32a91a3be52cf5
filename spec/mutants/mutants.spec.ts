import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { mutants } from './mutants.ts'

describe('the mutants', () => {
  it('are of code that is there, each in one place', () => {
    for (const { name, file, code } of mutants) {
      const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
      expect(text.split(code), name).to.have.length(2)
    }
  })

  it('name specs that are there to notice them', () => {
    const named = new Set(mutants.flatMap(({ specs }) => specs).filter((spec) => !spec.includes('*')))
    expect([...named].filter((spec) => !existsSync(join(import.meta.dirname, '../..', spec)))).to.deep.equal([])
    expect(named.size).to.be.above(10)
  })
})
