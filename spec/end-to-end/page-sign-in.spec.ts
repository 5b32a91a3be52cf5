import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: signing in and out', () => {
  let server: SocDrawServer

  before(async () => {
    server = await startPageServer()
  })

  after(() => server?.stop())

  afterEach(() => everybodyLeaves())

  const tryAs = async (visitor: Visitor, name: string, password: string): Promise<void> => {
    await visitor.page.getByLabel('Name', { exact: true }).fill(name)
    await visitor.page.getByLabel('Password').fill(password)
    await visitor.page.getByRole('button', { name: 'Sign in' }).click()
  }

  const signedInAs = (visitor: Visitor, name: string) =>
    visitor.page.getByRole('navigation', { name: 'Rooms' }).getByText(`Signed in as ${name}`).waitFor()

  it('says of a wrong password that it is wrong, and not whether there is such a user', async () => {
    const visitor = await Visitor.open(server.url)
    for (const name of ['user:1', 'nobody at all', 'n'.repeat(200)]) {
      await tryAs(visitor, name, 'wrong')
      // What was told before, that the field is full for one, may stand there until the answer has come.
      await visitor.page.getByRole('alert').filter({ hasText: 'That name and password do not match.' }).waitFor()
      await eventually(
        async () => (await visitor.focused.getAttribute('name')) === 'password',
        'the focus is on what is to be mended',
      )
    }
    await tryAs(visitor, 'user:1', 'soc-draw')
    await signedInAs(visitor, 'user:1')
  })

  it('asks for what is missing, where it is missing', async () => {
    const visitor = await Visitor.open(server.url)
    await visitor.page.getByRole('button', { name: 'Sign in' }).click()
    await visitor.sees('Please type your name.')
    expect(await visitor.focused.getAttribute('name')).to.equal('username')
    await tryAs(visitor, 'user:1', '')
    await visitor.sees('Please type your password.')
    expect(await visitor.focused.getAttribute('name')).to.equal('password')
  })

  it('offers no account where nobody may make one', async () => {
    const visitor = await Visitor.open(server.url)
    await visitor.sees('Try it as')
    expect(await visitor.page.getByRole('link', { name: 'Make an account' }).count()).to.equal(0)
  })

  it('makes an account where that is open, and says in words what will not do', async () => {
    const open = await startPageServer({ signUp: 'open' })
    try {
      const visitor = await Visitor.open(`${open.url}/chat/R:1`)
      const make = async (name: string, password: string): Promise<void> => {
        await visitor.page.getByLabel('Name', { exact: true }).fill(name)
        await visitor.page.getByLabel('Password').fill(password)
        await visitor.page.getByRole('button', { name: 'Make the account' }).click()
      }
      await visitor.page.getByRole('link', { name: 'Make an account' }).click()
      await visitor.title('New account').waitFor()
      await make('user:l', 'correct horse battery')
      await visitor.sees('Somebody else has that name, or one that looks just like it.')
      await make('Grace', 'password1')
      await visitor.sees('Many people use that password')
      await make('Grace', 'correct horse battery')
      await signedInAs(visitor, 'Grace')
      await visitor.title('First Room').waitFor()
      await visitor.page.getByRole('button', { name: 'Sign out' }).click()
      await tryAs(visitor, 'grace', 'correct horse battery')
      await signedInAs(visitor, 'Grace')
    } finally {
      await everybodyLeaves(open)
    }
  })

  it('keeps each tab’s own user over a reload', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    const two = await one.newTab(server.url)
    await two.signIn('user:2')
    for (const [visitor, name] of [
      [one, 'user:1'],
      [two, 'user:2'],
    ] as const) {
      await visitor.page.reload()
      await signedInAs(visitor, name)
    }
  })

  it('keeps who stays signed in for further tabs, until they sign out', async () => {
    const one = await Visitor.open(server.url)
    await one.page.getByRole('checkbox', { name: 'Stay signed in' }).check()
    await tryAs(one, 'user:1', 'soc-draw')
    await signedInAs(one, 'user:1')
    const two = await one.newTab(server.url)
    await signedInAs(two, 'user:1')
    await two.page.getByRole('button', { name: 'Sign out' }).click()
    await two.sees('Try it as')
    // The session is one and the same: the other tab is told why it ends there, too.
    await one.sees('Your session has ended')
    await one.page.reload()
    await one.sees('Try it as')
  })

  it('frees the seats of who signs out at once, and forgets their rooms in this tab', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
    const two = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:2')
    await one.sees('2 here')
    await two.page.getByRole('button', { name: 'Sign out' }).click()
    await one.sees('1 here')
    await two.page.goto(server.url)
    await two.signIn('user:3')
    await two.sees('Choose a room')
    await one.sees('1 here')
  })

  it('returns who was signed out elsewhere to where they were', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:2`, 'user:1')
    await one.sees('Waiting for 1 more person')
    const token = await one.page.evaluate(() => JSON.parse(sessionStorage.getItem('soc-draw.session') ?? '{}').token)
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${server.url}/api/sessions`, { method: 'DELETE', headers })).status).to.equal(204)
    await one.sees('Your session has ended')
    await one.signIn('user:1')
    await one.sees('Waiting for 1 more person')
    expect(new URL(one.page.url()).pathname).to.equal('/chat/R:2')
  })

  it('says that nobody answers, and goes on by itself when somebody does', async () => {
    const visitor = await Visitor.open('about:blank')
    let away = true
    await visitor.page.route('**/api/site', (route) =>
      away ? route.fulfill({ status: 502, body: '' }) : route.continue(),
    )
    await visitor.page.goto(server.url).catch((error: unknown) => expect.fail(String(error)))
    await visitor.sees('Nobody answers')
    away = false
    await visitor.page.getByRole('button', { name: 'Try now' }).click()
    await visitor.sees('Try it as')
  })
})
