import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { minVersion, satisfies } from 'semver'

const ROOT = resolve(import.meta.dirname, '../..')

interface Described {
  readonly engines?: { readonly node?: string }
  readonly optional?: boolean
}

const read = <Shape>(file: string): Shape => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Shape

describe('the package’s promise of Node', () => {
  const promised = read<Described>('package.json').engines?.node ?? expect.fail('package.json promises no Node')
  const oldest = promised.split('||').map((range) => minVersion(range)?.version ?? expect.fail(range))
  const { packages } = read<{ packages: Readonly<Record<string, Described>> }>('package-lock.json')

  it('is made in the README and the guide in the same words', () => {
    for (const file of ['README.md', 'docs/guide.md'])
      expect(readFileSync(join(ROOT, file), 'utf8')).to.include(`Node \`${promised}\``)
  })

  it('is kept by every package that is installed, from the oldest Node on', () => {
    expect(oldest).to.deep.equal(['20.19.0', '22.12.0'])
    const installed = Object.entries(packages).filter(([, { optional }]) => !optional)
    expect(installed.length).to.be.greaterThan(100)
    const tooNew = installed.filter(
      ([, { engines }]) => engines?.node !== undefined && !oldest.every((node) => satisfies(node, engines.node ?? '*')),
    )
    expect(tooNew.map(([name, { engines }]) => `${name} wants ${engines?.node}`)).to.deep.equal([])
  })
})
