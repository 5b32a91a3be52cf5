import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { expect } from 'chai'
import { MAY_IMPORT } from '../support/layers.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(ROOT, 'docs/contributing.md'), 'utf8')

/** The folders of the house as the page draws them, from the top down. */
const map = [...(/```\n([\s\S]*?)```/.exec(page)?.[1] ?? '').matchAll(/^[\d ]{3}((?:server|web)\S*) {2,}\S/gm)].map(
  ([, folder = '']) => folder,
)

describe('the page on working on soc-draw', () => {
  it('draws every part of the house once, and none that is gone', () => {
    expect([...map].sort()).to.deep.equal(Object.keys(MAY_IMPORT).sort())
  })

  it('draws each part above all that it may import', () => {
    const upwards = Object.entries(MAY_IMPORT).flatMap(([from, targets]) =>
      targets.filter((to) => map.indexOf(to) < map.indexOf(from)).map((to) => `${from} → ${to}`),
    )
    expect(upwards).to.deep.equal([])
  })

  it('names only files and folders that are there', () => {
    const named = [...page.matchAll(/`((?:server|web|spec|docs)\/[^`\s]*)`/g)].map(([, path = '']) => path)
    expect(named.length).to.be.above(20)
    expect(named.filter((path) => !path.includes('NAME') && !isThere(path))).to.deep.equal([])
  })
})

/** Whether there is such a file, or, for a name with a `*`, one of that form. */
function isThere(path: string): boolean {
  if (!path.includes('*')) return existsSync(join(ROOT, path))
  const form = new RegExp(`^${basename(path).replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
  return readdirSync(join(ROOT, dirname(path))).some((name) => form.test(name))
}
