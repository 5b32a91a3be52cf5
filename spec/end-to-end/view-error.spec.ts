import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { useHttp } from '../http/http-harness.ts'
import { describeInBrowser, openContext } from '../support/browser.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** A view as its author wrote it: the types in it make the compiled lines others. */
const VIEW = `interface State {
  readonly nothing?: readonly string[]
}

type Views = Readonly<Record<string, State>>

export function update(views: Views): string | undefined {
  const [first] = Object.values(views)
  return (first as Required<State>).nothing.at(0)
}
`

describeInBrowser('an author’s error in a view, in development', () => {
  const open = useHttp()
  let folder: string

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'soc-draw-view-')))
    writeFileSync(join(folder, 'view.ts'), VIEW)
    writeFileSync(join(folder, 'index.html'), '<title>page</title><script type="module" src="/main.ts"></script>')
    const shows = `/@fs${join(ROOT, 'web/lobby/show-to-author.ts')}`
    const main = [
      `import { showToAuthor } from '${shows}'`,
      `import { update } from './view.ts'`,
      'try { update({ first: {} }) } catch (error) { showToAuthor(error) }',
    ]
    writeFileSync(join(folder, 'main.ts'), main.join('\n'))
    const config = { root: folder, logLevel: 'silent', server: { fs: { allow: [folder, ROOT] } } }
    writeFileSync(join(folder, 'vite.config.mjs'), `export default ${JSON.stringify(config)}`)
  })
  after(() => rmSync(folder, { recursive: true }))

  it('is shown above the page, with the file and the line as they were written', async () => {
    const viteConfig = join(folder, 'vite.config.mjs')
    const { app } = await open({ frontEnd: { mode: 'development', viteConfig } })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const context = await openContext()
    try {
      const page = await context.newPage()
      await page.goto(url)
      const overlay = page.locator('vite-error-overlay')
      await overlay.getByText('TypeError: Cannot read properties of undefined').first().waitFor()
      const line = VIEW.split('\n').findIndex((text) => text.includes('.at(0)')) + 1
      const place = `${join(folder, 'view.ts')}:${line}:`
      expect(await overlay.locator('.file').innerText()).to.include(place)
      expect(await overlay.locator('.stack').innerText()).to.include(`at update (${place}`)
    } finally {
      await context.close()
    }
  })
})
