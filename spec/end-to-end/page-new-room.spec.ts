import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import { rooms } from '../../web/client/rooms.ts'
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
    await page.getByRole('link', { name: /^People/ }).press('Enter')
    await page.getByRole('link', { name: 'Settings of the room' }).press('Enter')
    expect(await page.getByLabel('Turn').inputValue()).to.equal('60')
    await page.getByLabel('Turn').fill('90')
    await page.getByLabel('Name').fill('Our own words')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await one.sees('Saved.')
    const own = rooms(server.url, { token: await signIn(server.url, 'user:1', DEMO_PASSWORD) })
    const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
    expect((await own.get(id)).options).to.include({ turn: 90, rounds: 3 })
    await own.edit(id, { name: 'Theirs' })
    await page.getByLabel('Name').fill('Our words')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await one.sees('It is called “Theirs” now.')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await one.sees('Saved.')
    expect((await own.get(id)).name).to.equal('Our words')
    await page.getByRole('button', { name: 'Archive the room' }).press('Enter')
    await page.getByRole('button', { name: 'Take it out of the archive' }).press('Enter')
    await page.getByRole('button', { name: 'Delete the room' }).press('Enter')
    await page.getByRole('button', { name: 'Really delete it' }).press('Enter')
    await one.sees('This room is deleted.')
    expect(await barriers(one)).to.deep.equal([])
    await page.getByRole('button', { name: 'Recover the room' }).press('Enter')
    await page.getByRole('button', { name: 'Save' }).waitFor()
    await page.getByRole('link', { name: 'Back to the room' }).click()
    await page.getByRole('link', { name: 'Back to the rooms' }).click()
    await one.roomLink('Our words').waitFor()
    await toForm.click()
    await page.getByRole('button', { name: 'Make the room' }).waitFor()
    expect(await page.getByLabel('Name').inputValue()).to.equal('')
    await other.roomLink('First Room').waitFor()
    expect(await other.roomLink('Our words').count()).to.equal(0)
  })
})
