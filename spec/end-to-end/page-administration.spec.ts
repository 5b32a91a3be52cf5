import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import { administration } from '../../web/client/administration.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: administration', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    const root = { id: 'root', username: 'root', password: DEMO_PASSWORD, roles: ['administrator'] } as const
    server = await startPageServer({ users: [root], signUp: 'invited' })
  })

  afterEach(() => everybodyLeaves(server))

  it('[P10] finds a user, by the keyboard, shuts them out at once, gives roles, makes links and invites', async () => {
    const ada = await Visitor.signedIn(server.url, 'user:1')
    const root = await Visitor.signedIn(`${server.url}/account`, 'root')
    const { page } = root
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    await page.getByRole('link', { name: 'To the administration' }).press('Enter')
    await root.title('Administration').waitFor()
    await button('Manage user:4').waitFor()
    await page.getByLabel('Find by name').fill('user 1')
    await button('Manage user:4').waitFor({ state: 'detached' })
    await button('Manage user:1').press('Enter')
    expect(await barriers(root)).to.deep.equal([])
    const others = administration(server.url, { token: await signIn(server.url, 'root', DEMO_PASSWORD) })
    await others.setRoles('user:1', ['administrator'])
    await page.getByLabel(/^Moderator/).press('Space')
    await root.sees('Somebody else was quicker, so nothing was changed: it is shown as it is now.')
    expect(await page.getByLabel(/^Administrator/).isChecked()).to.equal(true)
    await page.getByLabel(/^Moderator/).press('Space')
    await page.getByText('Somebody else was quicker').waitFor({ state: 'detached' })
    await root.sees('administrator, moderator')
    await page.getByLabel(/^Administrator/).press('Space')
    await page.getByText('administrator, moderator').waitFor({ state: 'detached' })
    await root.sees('moderator')
    expect(await page.getByLabel(/^Moderator/).isChecked()).to.equal(true)
    await button('Make a link to set a new password').press('Enter')
    expect(await page.getByLabel(/^For user:1 alone/).inputValue()).to.match(/#link=.+/)
    await button('Disable the account').press('Enter')
    await ada.sees('Your session has ended')
    await root.sees('moderator, disabled')
    await button('Enable the account').press('Enter')
    await button('Disable the account').waitFor()

    await page.getByRole('tab', { name: 'Users' }).press('ArrowRight')
    expect(await root.focused.textContent()).to.equal('Rooms')
    await page.getByRole('tab', { name: 'Rooms' }).press('ArrowRight')
    expect(await root.focused.textContent()).to.equal('Invitations')
    await page.getByLabel('How many may use it').fill('3')
    await button('Make a link').press('Enter')
    expect(await page.getByLabel(/^Send them this link/).inputValue()).to.match(/#link=.+/)
    await root.sees('3 more uses')
    await button(/^End the invitation/).press('Enter')
    await root.sees('There are none.')

    await page.getByRole('tab', { name: 'Invitations' }).press('End')
    await root.sees('root disabled the account of user:1')
    await page.getByRole('combobox').selectOption('Invitations')
    await root.sees('root ended an invitation')
    await page.getByText('disabled the account of').waitFor({ state: 'detached' })
    expect(await barriers(root)).to.deep.equal([])
    const saved = page.waitForEvent('download')
    await button('Save as a table').press('Enter')
    const text = readFileSync(await (await saved).path(), 'utf8')
    expect(
      text
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[3]),
    ).to.deep.equal(['invitation.end', 'invitation.make'])
  })

  it('fits a phone, has no serious barrier in either scheme, and tells everybody else that they may not', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const phone = { viewport: { width: 360, height: 740 }, colorScheme }
      const root = await Visitor.signedIn(`${server.url}/administration`, 'root', phone)
      await root.page.getByRole('button', { name: 'Manage root' }).click()
      await root.sees('this one')
      expect(await root.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
      expect(await barriers(root)).to.deep.equal([])
      await root.page.getByRole('tab', { name: 'Invitations' }).click()
      await root.sees('There are none.')
    }
    const ada = await Visitor.signedIn(`${server.url}/administration`, 'user:1')
    await ada.sees('You may not do that here.')
  })

  it('fits a phone with invitations and with what was done, which it says in words', async () => {
    const others = administration(server.url, { token: await signIn(server.url, 'root', DEMO_PASSWORD) })
    await others.invite({ uses: 3 })
    await others.setRoles('user:1', ['moderator', 'administrator'])
    await others.disable('user:1')
    const root = await Visitor.signedIn(`${server.url}/administration`, 'root', {
      viewport: { width: 360, height: 740 },
    })
    const { page } = root
    for (const [tab, words] of [
      ['Invitations', /^3 more uses, until /],
      ['What was done', /for 3 uses, for 7 days$/],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click()
      await page.getByText(words).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth), tab).to.equal(360)
      expect(await barriers(root), tab).to.deep.equal([])
    }
    await root.sees('now moderator and administrator')
  })
})
