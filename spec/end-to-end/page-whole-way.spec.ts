import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: from an account to a room that is seen to', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer({ rooms: [], signUp: 'open', guests: true })
  })

  afterEach(() => everybodyLeaves(server))

  const makeAccount = async ({ page }: Visitor, name: string): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Make the account' }).click()
  }
  const manages = async ({ page }: Visitor, name: string): Promise<void> => {
    await page.getByText('Manage people').click()
    const people = page.getByRole('list', { name: 'People of this room' })
    await people.getByText(name, { exact: true }).click()
  }

  it('[P10] somebody signs up, makes a private room, invites by a link, makes one who came a moderator, who removes another', async () => {
    const ann = await Visitor.open(server.url)
    await ann.page.getByRole('link', { name: 'Make an account' }).click()
    await makeAccount(ann, 'Ann')
    await ann.page.getByRole('link', { name: 'New room: Drawing board' }).click()
    await ann.page.getByLabel('Name').fill('Our Board')
    await ann.page.getByLabel(/^Private/).check()
    await ann.page.getByRole('button', { name: 'Make the room' }).click()
    await ann.title('Our Board').waitFor()
    await ann.page.getByLabel('For how many people').fill('2')
    await ann.page.getByRole('button', { name: 'Make a link' }).click()
    const link = await ann.page.getByLabel('Send them this. It is shown only now.').inputValue()

    const [bob, cy] = await Promise.all([
      Visitor.open(link, { viewport: { width: 360, height: 740 } }),
      Visitor.open(link),
    ])
    await bob.page.getByRole('button', { name: 'Make an account' }).click()
    await makeAccount(bob, 'Bob')
    await cy.page.getByLabel('Name that others see').fill('Cy')
    await cy.page.getByRole('button', { name: 'Continue as a guest' }).click()
    for (const each of [bob, cy]) {
      await each.page.getByRole('button', { name: 'Come in' }).click()
      await each.title('Our Board').waitFor()
    }

    await manages(ann, 'Bob')
    await ann.page.getByRole('button', { name: 'Make Bob a moderator' }).click()
    await bob.page.getByRole('link', { name: /^People/ }).click()
    await manages(bob, 'Cy')
    expect(await bob.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    expect(await barriers(bob)).to.deep.equal([])
    await bob.page.getByRole('button', { name: 'Remove Cy' }).click()
    await cy.sees('Our Board is no longer open to you')
    await cy.roomLink('Our Board').waitFor({ state: 'detached' })
  })
})
