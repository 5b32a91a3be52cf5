import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const ROOMS = [{ id: 'R:1', name: 'Den', application: 'chat' }]

describeInBrowser('the page: guests', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer({ signUp: 'open', guests: true, rooms: ROOMS, players: { min: 1, max: 5 } })
  })

  afterEach(() => everybodyLeaves(server))

  const userId = ({ page }: Visitor): Promise<string> =>
    page.evaluate(() => JSON.parse(sessionStorage.getItem('soc-draw.session') ?? '').user.id)

  it('come in with a name, in words where it cannot be theirs, and become accounts who stay who they are', async () => {
    const eve = await Visitor.open(`${server.url}/chat/R:1`, { viewport: { width: 360, height: 740 } })
    const { page } = eve
    const name = page.getByLabel('Name that others see')
    const comeIn = page.getByRole('button', { name: 'Continue as a guest' })
    await comeIn.click()
    await eve.sees('Please type a name.')
    for (const [wanted, words] of [
      ['Moderator', 'That name is reserved. Please choose another.'],
      ['USER:2', 'Somebody else has that name'],
    ] as const) {
      await name.fill(wanted)
      await comeIn.click()
      await eve.sees(words)
    }
    expect(await barriers(eve)).to.deep.equal([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    await name.fill('Eve')
    await name.press('Enter')
    await eve.say('hello')
    const guest = await userId(eve)

    await page.goto(`${server.url}/account`)
    await eve.title('Your account').waitFor()
    await eve.sees('You are here as a guest')
    await page.getByLabel('Password').fill('correct horse battery')
    expect(await barriers(eve)).to.deep.equal([])
    expect(await page.getByRole('button', { name: 'Change the password' }).count()).to.equal(0)
    await page.getByRole('button', { name: 'Make it an account' }).click()
    await eve.sees('You sign in as')
    expect(await userId(eve)).to.equal(guest)
    await page.goto(`${server.url}/chat/R:1`)
    await eve.message('hello').waitFor()

    const elsewhere = await Visitor.open(server.url)
    await elsewhere.page.getByLabel('Name', { exact: true }).fill('Eve')
    await elsewhere.page.getByLabel('Password').fill('correct horse battery')
    await elsewhere.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await elsewhere.page.getByRole('link', { name: 'Signed in as Eve' }).waitFor()
    expect(await userId(elsewhere)).to.equal(guest)
    await elsewhere.page
      .getByRole('link', { name: /New room/ })
      .first()
      .waitFor()
  })
})
