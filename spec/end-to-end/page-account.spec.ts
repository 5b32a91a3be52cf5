import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, nobodyComplains, Visitor } from './support/visitor.ts'

const WANTED = 'correct horse battery'

describeInBrowser('the page: one’s own account', () => {
  let server: SocDrawServer
  let one: Visitor
  let two: Visitor

  before(async () => {
    server = await startPageServer()
    one = await Visitor.signedIn(server.url, 'user:1')
    two = await Visitor.signedIn(server.url, 'user:2')
  })

  afterEach(nobodyComplains)

  after(() => everybodyLeaves(server))

  const openAccount = async (visitor: Visitor): Promise<void> => {
    await visitor.page.getByRole('link', { name: /Signed in as/ }).click()
    await visitor.title('Your account').waitFor()
    await visitor.sees('You sign in as')
  }
  const changePassword = async ({ page }: Visitor, old: string, wanted: string): Promise<void> => {
    await page.getByLabel('Present password').fill(old)
    await page.getByLabel('New password').fill(wanted)
    await page.getByRole('button', { name: 'Change the password' }).click()
  }

  it('gives one a colour: for others in the room, beside one’s own name, and after a reload', async () => {
    const other = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:3')
    await one.goTo('First Room')
    await one.say('in colour')
    await openAccount(one)
    await one.page.getByLabel('Your colour').fill('#ffd400')
    await one.page.getByRole('button', { name: 'Save the colour' }).click()
    await one.sees('Saved.')
    const faces = [
      one.page.getByRole('link', { name: /Signed in as/ }),
      other.page.getByRole('complementary', { name: 'People' }).getByRole('listitem').filter({ hasText: 'user:1' }),
      other.page.getByRole('log'),
    ].map((place) => place.locator('.avatar[style]'))
    await one.goTo('First Room')
    await one.page.reload()
    for (const face of faces) {
      await face.waitFor()
      const style = await face.evaluate((element) => {
        const { backgroundColor, color } = getComputedStyle(element)
        return [backgroundColor, color]
      })
      expect(style, 'yellow, with black letters').to.deep.equal(['rgb(255, 212, 0)', 'rgb(0, 0, 0)'])
    }
    expect(await barriers(other)).to.deep.equal([])
  })

  it('gives one another name: here at once, in the rooms one is in, and after a reload', async () => {
    const other = await Guest.enter(server.url, 'R:1', 'user:4')
    await one.goTo('First Room')
    await one.say('before')
    await openAccount(one)
    const name = one.page.getByLabel('Shown name')
    await name.fill('Administrator')
    await one.page.getByRole('button', { name: 'Save the name' }).click()
    await one.sees('That name is reserved. Please choose another.')
    expect(await name.evaluate((field) => field === document.activeElement), 'the field has the focus').to.equal(true)
    await name.fill('Grace')
    await one.page.getByRole('button', { name: 'Save the name' }).click()
    await one.sees('Saved.')
    await one.page.getByRole('link', { name: 'Signed in as Grace' }).waitFor()
    await one.goTo('First Room')
    await one.say('after')
    await other.hears('after')
    expect(other.room.state?.messages.at(-1)).to.include({ name: 'Grace', text: 'after' })
    await one.page.reload()
    await one.page.getByRole('link', { name: 'Signed in as Grace' }).waitFor()
  })

  it('can be reached and left by the keyboard, has no serious barrier, and fits a phone', async () => {
    await openAccount(one)
    await one.page.getByRole('button', { name: 'Change the password' }).click()
    await one.sees('Please type your present password.')
    await one.page.getByRole('button', { name: 'Delete…' }).press('Enter')
    expect(await one.focused.getAttribute('autocomplete')).to.equal('current-password')
    expect(await barriers(one)).to.deep.equal([])
    await one.page.getByRole('link', { name: /^Signed in as/ }).press('Enter')
    const phone = await Visitor.signedIn(server.url, 'user:1', { viewport: { width: 360, height: 740 } })
    await openAccount(phone)
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    expect(await barriers(phone)).to.deep.equal([])
    await phone.page.getByRole('link', { name: 'Back to the rooms' }).click()
    await phone.roomLink('First Room').waitFor()
    await phone.page.goBack()
    await phone.title('Your account').waitFor()
  })

  it('shows where one is signed in, and ends one of these or all others', async () => {
    const others = [await Visitor.open(server.url), await Visitor.open(server.url)]
    for (const visitor of others) await visitor.signIn('user:2')
    await openAccount(two)
    const lines = two.page.getByRole('listitem').filter({ hasText: 'Chrome on Linux' })
    await lines.nth(1).waitFor()
    await two.sees('This one')
    await two.page
      .getByRole('button', { name: /^Sign out Chrome on Linux/ })
      .first()
      .click()
    await lines.nth(1).waitFor({ state: 'detached' })
    await two.page.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await lines.first().waitFor({ state: 'detached' })
    for (const other of others) await other.sees('Your session has ended')
    await two.sees('This one')
  })

  it('changes the password, in words where it is not good, and signs out everywhere else', async () => {
    const elsewhere = await Visitor.signedIn(server.url, 'user:2')
    await openAccount(two)
    await two.page.getByRole('button', { name: 'Change the password' }).click()
    await two.sees('Please type your present password.')
    await changePassword(two, 'not that one', WANTED)
    await two.sees('That is not your password.')
    await changePassword(two, 'soc-draw', 'password1')
    await two.sees('Many people use that password')
    await changePassword(two, 'soc-draw', WANTED)
    await two.sees('Changed. You are signed in here only.')
    await elsewhere.sees('Your session has ended')
    await elsewhere.page.getByLabel('Name', { exact: true }).fill('user:2')
    await elsewhere.page.getByLabel('Password').fill(WANTED)
    await elsewhere.page.getByRole('button', { name: 'Sign in' }).click()
    await elsewhere.page.getByRole('link', { name: 'Signed in as user:2' }).waitFor()
  })

  it('is deleted by whoever types the password, and nobody signs in to it again', async () => {
    const three = await Visitor.signedIn(server.url, 'user:3')
    await openAccount(three)
    await three.page.getByRole('button', { name: 'Delete…' }).click()
    await three.page.getByLabel('Your password').fill('not that one')
    await three.page.getByRole('button', { name: 'Delete it for good' }).click()
    await three.sees('That is not your password.')
    await three.page.getByLabel('Your password').fill('soc-draw')
    await three.page.getByRole('button', { name: 'Delete it for good' }).click()
    await three.page.getByRole('button', { name: 'user:3', exact: true }).click()
    await three.sees('That name and password do not match.')
  })
})
