import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: a new room', () => {
  let server: SocDrawServer

  afterEach(() => everybodyLeaves(server))

  it('[P10] is made by the keyboard, private and with the options of its application, and opens', async () => {
    server = await startPageServer()
    const other = await Visitor.signedIn(server.url, 'user:2')
    const one = await Visitor.signedIn(server.url, 'user:1', { viewport: { width: 360, height: 740 } })
    const { page } = one
    const toForm = page.getByRole('link', { name: 'New room: Draw and guess' })
    await toForm.press('Enter')
    await one.title('New room: Draw and guess').waitFor()
    await page.getByRole('button', { name: 'Make the room' }).press('Enter')
    await one.sees('Please type a name.')
    expect(await page.getByLabel('Name').evaluate((field) => field === document.activeElement)).to.equal(true)
    await page.getByLabel('Name').fill('Our words')
    await page.getByLabel(/^Private/).press('Space')
    await page.getByLabel('Turn').fill('20')
    await page.getByLabel('Name').press('Enter')
    await one.sees('At least 30, please.')
    expect(await barriers(one)).to.deep.equal([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    await page.reload()
    await page.getByLabel('Turn').fill('60')
    expect(await page.getByLabel('Name').inputValue()).to.equal('Our words')
    expect(await page.getByLabel(/^Private/).isChecked()).to.equal(true)
    await page.getByLabel('Name').press('Enter')
    await one.title('Our words').waitFor()
    await page.getByRole('link', { name: 'Back to the rooms' }).click()
    await one.roomLink('Our words').waitFor()
    await toForm.click()
    await page.getByRole('button', { name: 'Make the room' }).waitFor()
    expect(await page.getByLabel('Name').inputValue()).to.equal('')
    await other.roomLink('First Room').waitFor()
    expect(await other.roomLink('Our words').count()).to.equal(0)
  })
})
