import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { shippedApplications } from '../../server/shipped/shipped-applications.ts'
import { roomViews } from '../../web/applications/room-views.ts'
import { builtPage } from '../support/built-page.ts'

/** What sign-in and lobby may weigh, in bytes as a browser gets them by gzip: page, scripts and styles. */
const FIRST_LOAD = 45 * 1024

/** A schema library, a view's own class, a refusal's words: each marks a part that is loaded later. */
const LATER = ['_zod', 'chat-message', 'This room is closed']

describe('the built page', function () {
  this.timeout(60_000)

  it('loads sign-in and lobby in at most 45 KB, and nothing of any room', async () => {
    const folder = await builtPage()
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
    const first = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file = '']) => file)
    const code = first.map((file) => readFileSync(join(folder, file), 'utf8'))
    expect(
      first.map((file) => file.split('.').at(-1)),
      'what is loaded at once',
    ).to.include.members(['css', 'js'])
    const others = readdirSync(join(folder, 'assets'))
      .filter((file) => file.endsWith('.js') && !first.includes(`assets/${file}`))
      .map((file) => readFileSync(join(folder, 'assets', file), 'utf8'))
    for (const later of LATER) {
      const where = [code, others].map((texts) => texts.some((text) => text.includes(later)))
      expect(where, later).to.deep.equal([false, true])
    }
    const weight = [page, ...code].reduce((sum, text) => sum + gzipSync(text).length, 0)
    expect(weight).to.be.within(20_000, FIRST_LOAD)
  })

  it('has a chunk for each application that is shipped, by its name', async () => {
    expect(Object.keys(roomViews).sort()).to.deep.equal(shippedApplications.map(({ name }) => name).sort())
    const chunks = readdirSync(join(await builtPage(), 'assets')).filter((file) => file.endsWith('.js'))
    for (const name of Object.keys(roomViews)) {
      expect(
        chunks.some((file) => file.startsWith(`${name}-module-`)),
        name,
      ).to.equal(true)
    }
  })
})
