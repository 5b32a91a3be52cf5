import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { describeInBrowser } from '../support/browser.ts'
import { Guest, takeSeat } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const ROOMS = [
  { id: 'chat', name: 'Talk', application: 'chat' },
  { id: 'other', name: 'Other Talk', application: 'chat' },
  { id: 'game', name: 'Game', application: 'guess' },
] as const

describeInBrowser('the page: what is put away, and what does not come', () => {
  let server: SocDrawServer | undefined

  afterEach(async () => {
    await everybodyLeaves(server)
    server = undefined
  })

  it('offers nobody a seat in an archived room: it says what it is, in the chat and in the game', async () => {
    const data = mkdtempSync(join(tmpdir(), 'archived-'))
    try {
      const before = await startPageServer({ data, rooms: ROOMS })
      const first = await Guest.enter(before.url, 'chat', 'user:1')
      await first.say('so it was')
      for (const name of ['user:1', 'user:2']) await takeSeat(before.url, 'guess', 'game', name)
      const game = await takeSeat(before.url, 'guess', 'game', 'user:3')
      await until(game, ({ status }) => status === 'running')
      await everybodyLeaves(before)

      server = await startPageServer({ data, rooms: [] })
      const reader = await Visitor.signedIn(`${server.url}/chat/chat`, 'user:1')
      await reader.message('so it was').waitFor()
      await reader.sees('The room is archived: nothing more can be said in it.')
      await reader.page.goto(`${server.url}/guess/game`)
      await reader.page.locator('#guess-note', { hasText: 'The room is archived.' }).waitFor()
      expect(await reader.page.getByText(/take a seat/i).count()).to.equal(0)
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })

  it('keeps the list of rooms folded over a reload, with the focus on what undoes it', async () => {
    server = await startPageServer({ rooms: ROOMS })
    const one = await Visitor.signedIn(`${server.url}/chat/chat`, 'user:1')
    await one.composer.waitFor()
    await one.page.getByRole('button', { name: 'Hide the rooms' }).click()
    const show = one.page.getByRole('button', { name: 'Show the rooms' })
    await show.waitFor()
    expect(await one.focused.getAttribute('id')).to.equal('rail-unfold')
    await one.roomLink('Other Talk').waitFor({ state: 'hidden' })
    await one.page.reload()
    await one.composer.waitFor()
    await one.roomLink('Other Talk').waitFor({ state: 'hidden' })
    await show.click()
    await one.roomLink('Other Talk').waitFor()
    expect(await one.focused.getAttribute('id')).to.equal('rail-fold')
  })

  it('says that a part of it did not come, takes no seat meanwhile, and shows the room when loaded anew', async () => {
    server = await startPageServer({ rooms: ROOMS })
    const one = await Visitor.open(server.url)
    await one.page.route(/chat-module[^/]*\.js/, (route) => route.fulfill({ status: 502 }))
    await one.signIn('user:1')
    await one.page.goto(`${server.url}/chat/chat`)
    await one.sees('A part of this page did not come')
    expect((await server.room('chat').read()).members).to.deep.equal([])
    await one.page.unroute(/chat-module[^/]*\.js/)
    await one.page.getByRole('button', { name: 'Load the page anew' }).click()
    await one.composer.waitFor()
  })

  it('says what it waits for where the server takes connections and says nothing, and goes on when it speaks', async () => {
    server = await startPageServer({ rooms: ROOMS })
    const one = await Visitor.open(server.url)
    let silent = true
    await one.page.route(/\/socket\.io\//, async (route) => {
      if (!silent) await route.continue()
    })
    await one.page.routeWebSocket(/\/socket\.io\//, (socket) => {
      if (!silent) socket.connectToServer()
    })
    await one.page.reload()
    await one.signIn('user:1')
    await one.page.locator('.lobby-wait').first().waitFor()
    silent = false
    await one.roomLink('Other Talk').waitFor()
  })
})
