import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { useLobby, useRoom } from '../../web/react/index.ts'
import { describeInBrowser, openContext } from '../support/browser.ts'
import type { PageProps } from './page/main.ts'
import { tally } from './tally.ts'

const PAGE = join(import.meta.dirname, 'page')

/** What stands in for `react`, and how it names itself. */
const LIBRARIES: Readonly<Record<string, { readonly alias: Alias; readonly name: RegExp }>> = {
  'React 19': { alias: {}, name: /^19\./ },
  'React 18': { alias: { 'react-dom': 'react-dom-18', react: 'react-18' }, name: /^18\./ },
  'preact/compat': { alias: { 'react-dom': 'preact/compat', react: 'preact/compat' }, name: /^preact$/ },
}
type Alias = Readonly<Record<string, string>>

async function built(alias: Alias): Promise<string> {
  // As the module it is: compiled for `require`, as Mocha's loading does with what a spec imports, Vite forgets its aliases.
  const { build } = await import('vite')
  const outDir = mkdtempSync(join(tmpdir(), 'soc-draw-hooks-'))
  await build({
    configFile: false,
    root: PAGE,
    mode: 'development',
    logLevel: 'error',
    resolve: { alias },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: { outDir, emptyOutDir: true, minify: false, target: 'esnext', modulePreload: { polyfill: false } },
  })
  return outDir
}

for (const [library, { alias, name }] of Object.entries(LIBRARIES)) {
  describeInBrowser(`the hooks, with ${library}`, () => {
    let folder: string
    let server: SocDrawServer
    let bots: Bots<typeof tally>
    let page: Page
    let errors: string[]

    before(async () => {
      folder = await built(alias)
    })
    after(() => rmSync(folder, { recursive: true, force: true }))

    beforeEach(async () => {
      server = await startTestServer(tally, { frontEnd: { mode: 'built', folder } })
      bots = new Bots(server, 'tally')
      const context = await openContext()
      page = await context.newPage()
      errors = []
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      await page.goto(`${server.url}/#ann`)
      await page.getByText('First Room,Second Room: 0').waitFor()
    })

    afterEach(async () => {
      await page.context().close()
      bots.close()
      await server.stop()
      expect(errors).to.deep.equal([])
    })

    const show = (props: PageProps): Promise<void> => page.evaluate((given) => window.page?.show(given), props)
    const text = (words: string): Promise<void> => page.getByText(words, { exact: true }).waitFor()
    const noted = (name: string): Promise<{ renders: number; shown: unknown[] }> =>
      page.evaluate((of) => ({ renders: window.page?.renders[of] ?? 0, shown: window.page?.shown[of] ?? [] }), name)
    const enter = async (user: string, roomId = 'R:1'): Promise<Room<typeof tally>> =>
      (await bots.connect(user)).enter(roomId)

    it('stand on that library', async () => {
      expect(await page.evaluate(() => window.page?.library)).to.match(name)
    })

    it('show what is there and what becomes of it, and render again only when what they select has changed', async () => {
      await show({ rooms: ['R:1'] })
      await text('First Room played: 0')
      const ben = await enter('ben')
      await page.getByText('First Room,Second Room: 2').waitFor()
      const before = [await noted('odd'), await noted('names')]
      for (let times = 0; times < 3; times++) await ben.act.add(2)
      await text('First Room played: 6')
      expect([await noted('odd'), await noted('names')], 'nothing of theirs has changed').to.deep.equal(before)
      await ben.act.add(1)
      await text('First Room played: 7')
      expect((await noted('odd')).shown.at(-1)).to.deep.equal([7])
    })

    it('[P12] enter once under StrictMode, share a seat, and leave with the last component', async () => {
      const watch = await bots.connect('ben')
      const seen = new Set<number | undefined>()
      const members = (lobby: Lobby<typeof tally>): number | undefined => lobby.rooms[0]?.members
      watch.subscribe(() => seen.add(members(watch)))
      await show({ rooms: ['R:1', 'R:1'] })
      await until(watch, (lobby) => members(lobby) === 1)
      await show({ rooms: ['R:1'] })
      await show({ rooms: [] })
      await show({ rooms: ['R:1', 'R:2'] })
      await text('Second Room played: 0')
      expect([...seen], 'nobody left in between').to.deep.equal([1])
      await show({ rooms: ['R:2'] })
      await until(watch, (lobby) => members(lobby) === 0)
      await show({ rooms: ['R:1'] })
      await show({ rooms: [] })
      await until(watch, ({ rooms }) => rooms.every((room) => room.members === 0), 'all are left', 10_000)
      await show({ rooms: ['R:1'] })
      await text('First Room played: 0')
    })

    it('watch without a seat, take one and give it up again in the same room', async () => {
      const ben = await enter('ben')
      await show({ rooms: ['R:1'], spectate: true })
      await text('First Room watched: 0')
      await ben.act.add(1)
      await text('First Room watched: 1')
      expect(ben.members.map(({ id }) => id)).to.deep.equal(['ben'])
      await show({ rooms: ['R:1'] })
      await text('First Room played: 1')
      await show({ rooms: ['R:1'], spectate: true })
      await text('First Room watched: 1')
    })

    it('say why a room can’t be entered, and try again when they are mounted anew', async () => {
      const [ben] = await Promise.all([enter('ben'), enter('cat')])
      await show({ rooms: ['R:1'] })
      await text('R:1 failed: ROOM_FULL')
      await ben.leave()
      await show({ rooms: [] })
      await show({ rooms: ['R:1'] })
      await text('First Room played: 0')
    })

    it('never show two moments of a room at once', async () => {
      const ben = await enter('ben')
      await show({ rooms: ['R:1'], slow: 10 })
      await text('First Room played: 0')
      let adding = true
      const adds = (async () => {
        while (adding) await ben.act.add(2)
      })()
      for (const slow of [40, 30, 45, 35, 40, 30, 45, 35]) {
        await page.evaluate((given) => window.page?.showSoon(given), { rooms: ['R:1'], slow })
        await page
          .locator('.slow span')
          .nth(slow - 1)
          .waitFor()
        await page.waitForFunction((count) => document.querySelectorAll('.slow span').length === count, slow)
      }
      adding = false
      await adds
      await text(`First Room played: ${ben.state?.count}`)
      expect((await noted('versions')).shown.length, 'moments').to.be.at.least(10)
      expect((await noted('torn')).shown).to.deep.equal([])
    })
  })
}

/** For the compiler alone: what components may not ask for. */
export function useWrongly(room: Room<typeof tally>, lobby: Lobby<typeof tally>): unknown[] {
  const count: number | undefined = useRoom(room, ({ state }) => state?.count)
  return [
    count,
    // @ts-expect-error the server keeps it to itself
    useRoom(room, ({ state }) => state?.hidden),
    // @ts-expect-error there is no such key
    useRoom(room).state?.nothing,
    // @ts-expect-error a snapshot does nothing
    useRoom(room, ({ act }) => act),
    // @ts-expect-error rooms have no such field
    useLobby(lobby, ({ rooms }) => rooms[0]?.seats),
  ]
}
