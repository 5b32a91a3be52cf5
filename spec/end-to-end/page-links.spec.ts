import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const WANTED = 'correct horse battery'

describeInBrowser('the page: links', () => {
  let server: SocDrawServer
  let setUp = ''

  beforeEach(async () => {
    server = await startPageServer({
      signUp: 'invited',
      setUp: ({ path }) => {
        setUp = path
      },
    })
  })

  afterEach(() => everybodyLeaves(server))

  const post = async (path: string, body: object, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await fetch(`${server.url}/api/${path}`, request)).json()
  }

  it('makes an account by an invitation, where nobody may without', async () => {
    const { token } = await post('users', { code: setUp.split('=')[1], username: 'root', password: WANTED })
    const { path } = await post('invitations', {}, token)
    const eve = await Visitor.open(server.url + path)
    await eve.sees('You were invited.')
    await eve.page.getByLabel('Name').fill('Root')
    await eve.page.getByLabel('Password').fill(WANTED)
    await eve.page.getByRole('button', { name: 'Make the account' }).click()
    await eve.sees('Somebody else has that name')
    await eve.page.getByLabel('Name').fill('Eve')
    await eve.page.getByRole('button', { name: 'Make the account' }).click()
    await eve.page.getByRole('link', { name: 'Signed in as Eve' }).waitFor()
  })

  it('makes the first administrator, who makes a link by which somebody sets their lost password', async () => {
    const first = await Visitor.open(server.url + setUp)
    await first.title('Set up this server').waitFor()
    expect(await first.focused.getAttribute('autocomplete')).to.equal('username')
    expect(await barriers(first)).to.deep.equal([])
    await first.page.keyboard.type('Root')
    await first.page.keyboard.press('Tab')
    await first.page.keyboard.type('password')
    await first.page.keyboard.press('Enter')
    await first.sees('Many people use that password')
    await first.page.getByLabel('Password').fill(WANTED)
    await first.page.keyboard.press('Enter')
    await first.page.getByRole('link', { name: 'Signed in as Root' }).waitFor()
    expect(first.page.url(), 'the link is not kept').to.equal(`${server.url}/`)

    const { token } = await post('sessions', { username: 'root', password: WANTED })
    const { path } = await post('users/user:2/reset-link', {}, token)
    const elsewhere = await Visitor.signedIn(server.url, 'user:2')
    // Whoever opens it may be signed in as somebody else.
    const two = await Visitor.signedIn(server.url, 'user:1', { viewport: { width: 360, height: 740 } })
    await two.page.goto(server.url + path)
    await two.title('New password').waitFor()
    await two.sees('For user:2')
    expect(await barriers(two)).to.deep.equal([])
    expect(await two.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    await two.page.getByRole('button', { name: 'Set the password' }).click()
    await two.sees('Please type a new password.')
    await two.page.getByLabel('New password').fill(WANTED)
    await two.page.getByRole('button', { name: 'Set the password' }).click()
    await two.page.getByRole('link', { name: 'Signed in as user:2' }).waitFor({ state: 'attached' })
    await elsewhere.sees('Your session has ended')

    const late = await Visitor.open(server.url + path)
    await late.sees('This link was used, or has expired.')
    expect(await barriers(late)).to.deep.equal([])
    await late.page.getByRole('link', { name: 'To the rooms' }).click()
    await late.title('Sign in').waitFor()
  })
})
