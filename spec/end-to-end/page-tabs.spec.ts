import { expect } from 'chai'
import { MAX_TEXT } from '../../server/applications/drawing/stroke.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, nobodyComplains, Visitor } from './support/visitor.ts'

/** Another page at the server's origin. */
async function elsewhere({ page }: Visitor): Promise<string> {
  const address = new URL('/elsewhere', page.url()).href
  const body = '<link rel="icon" href="data:,">Somewhere else'
  await page.context().route(address, (route) => route.fulfill({ contentType: 'text/html', body }))
  return address
}

describeInBrowser('the page: a tab and what it keeps', () => {
  let server: SocDrawServer

  before(async () => {
    server = await startPageServer({
      rooms: [
        { id: 'R:1', name: 'First Room', application: 'chat', players: { min: 1 } },
        { id: 'R:2', name: 'Second Room', application: 'chat', players: { min: 2 } },
        { id: 'board:1', name: 'First Board', application: 'board' },
      ],
    })
  })

  after(() => server?.stop())

  describe('that several specs use', () => {
    let writer: Visitor

    before(async () => {
      writer = await Visitor.signedIn(server.url, 'user:3')
    })

    afterEach(nobodyComplains)

    after(() => everybodyLeaves())

    it('takes of a paste what a field can hold, and says what it left out', async () => {
      await writer.goTo('First Room')
      await writer.composer.focus()
      await writer.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await writer.page.evaluate(() => navigator.clipboard.writeText('x '.repeat(1_000_000)))
      await writer.page.keyboard.press('Control+V')
      expect((await writer.composer.inputValue()).length).to.equal(20_000)
      await writer.sees('1,980,000 characters were left out: no more than 20,000 fit.')
      await writer.page.keyboard.press('Backspace')
      await writer.sees('Enter sends')
      expect((await writer.composer.inputValue()).length).to.equal(19_999)
      await writer.page.keyboard.type('y')
      await writer.sees('No more than 20,000 characters fit.')
      expect((await writer.composer.inputValue()).at(-1)).to.equal('y')
      await writer.composer.fill('')
    })

    it('says no more of what did not fit once it stands on the board', async () => {
      const { page } = writer
      await writer.goTo('First Board')
      const sheet = page.locator('.drawing-sheet')
      const [field, note] = [page.locator('.drawing-writing'), page.locator('.drawing-writing-note')]
      await page.getByRole('button', { name: 'Text', exact: true }).click()
      await sheet.click({ position: { x: 300, y: 200 } })
      await field.pressSequentially('x'.repeat(MAX_TEXT))
      await note.waitFor()
      await field.press('Enter')
      await field.waitFor({ state: 'detached' })
      await sheet.click({ position: { x: 300, y: 300 } })
      await field.waitFor()
      expect(await note.count()).to.equal(0)
    })

    it('writes times and days by the zone that the reader is in now', async () => {
      await writer.goTo('First Room')
      await writer.say('when?')
      const zones = await writer.page.context().newCDPSession(writer.page)
      const shown: string[] = []
      for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        await zones.send('Emulation.setTimezoneOverride', { timezoneId })
        await writer.page.evaluate(() => window.dispatchEvent(new Event('focus')))
        const time = writer.page.locator('.chat-by time').last()
        const at = await time.getAttribute('datetime')
        const local = new Intl.DateTimeFormat('en-GB', {
          hour: '2-digit',
          minute: '2-digit',
          timeZone: timezoneId,
        }).format(new Date(at ?? ''))
        await time.filter({ hasText: local }).waitFor()
        await writer.message('when?').filter({ hasText: local }).waitFor()
        expect(await writer.page.locator('.chat-day-label').last().textContent()).to.equal('Today')
        shown.push(local)
      }
      expect(shown[0]).not.to.equal(shown[1])
      await zones.detach()
    })

    it('keeps a draft over a way there and back again, until it is sent or its writer signs out', async () => {
      const { page } = writer
      await writer.goTo('First Room')
      await writer.composer.fill('half a thought')
      await page.goto(await elsewhere(writer))
      await page.goBack()
      await writer.sees('chat has started')
      expect(await writer.composer.inputValue()).to.equal('half a thought')
      await writer.composer.press('Enter')
      await writer.message('half a thought').waitFor()
      await page.reload()
      await writer.message('half a thought').waitFor()
      expect(await writer.composer.inputValue()).to.equal('')

      await writer.composer.fill('nobody else’s')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await writer.sees('Try it as')
      expect(await page.evaluate(() => Object.values({ ...sessionStorage }).join())).not.to.contain('nobody else’s')
    })
  })

  describe('of its own', () => {
    afterEach(() => everybodyLeaves())

    it('that was duplicated has a session of its own: signing out of one leaves the other where it was', async () => {
      const first = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
      await first.sees('chat has started')
      const stored = await first.page.evaluate(() => ({ ...sessionStorage }))
      // As a browser makes a copy: the new tab begins with all that the first one has stored.
      const copy = await first.newTab(await elsewhere(first))
      await copy.page.evaluate((entries) => {
        for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value)
      }, stored)
      await copy.page.goto(`${server.url}/chat/R:1`)
      await copy.say('from the copy')
      const [one, other] = await Promise.all(
        [first, copy].map(({ page }) => page.evaluate(() => sessionStorage.getItem('soc-draw.session'))),
      )
      expect(one).not.to.equal(other)

      await copy.page.getByRole('button', { name: 'Sign out' }).click()
      await copy.sees('Try it as')
      await first.say('and here still')
      // Loaded anew it is the same tab, and no copy.
      await first.page.reload()
      await first.message('and here still').waitFor()
      expect(await first.page.evaluate(() => sessionStorage.getItem('soc-draw.session'))).to.equal(one)
    })

    it('[P12] says on leaving that another one is still in the room, until one takes note; the last one says nothing', async () => {
      const tabs = [await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')]
      tabs.push(await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1'))
      for (const tab of tabs) await tab.sees('chat has started')
      const still = 'You are still in First Room in another tab'
      for (const [place, { page }] of tabs.entries()) {
        await page.getByRole('button', { name: 'Leave', exact: true }).click()
        await page.getByText('Choose a room').waitFor()
        expect(await page.getByText(still).count()).to.equal(1 - place)
      }
      const [first] = tabs
      await first?.page.getByRole('button', { name: 'All right' }).click()
      await first?.page.getByText(still).waitFor({ state: 'detached' })
    })

    it('says how one copies by hand where the browser lets no page do it', async () => {
      const alone = await Visitor.open('about:blank')
      await alone.page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
      await alone.page.goto(`${server.url}/chat/R:2`)
      await alone.signIn('user:1')
      await alone.page.getByRole('button', { name: 'Copy' }).click()
      await alone.sees('The address is selected: press')
      expect(
        await alone.page.evaluate(
          () => getSelection()?.toString() || (document.activeElement as HTMLInputElement).value,
        ),
      ).to.contain('/chat/R:2')
    })
  })
})
