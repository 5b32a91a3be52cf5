import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

const PLAYERS = { min: 2, max: 4 }
const LENGTH = 150

describeInBrowser('the page: looking for rooms', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    const many = Array.from({ length: LENGTH }, (_, at) => ({
      id: `R:${at + 1}`,
      name: `Room ${at + 1}`,
      application: 'chat',
    }))
    const far = { id: 'R:far', name: 'Café Mozart', application: 'chat' }
    const secret = { id: 'R:secret', name: 'Café Secret', application: 'chat', users: ['user:2'] }
    server = await startPageServer({ rooms: [...many, far, secret], players: PLAYERS })
  })

  afterEach(() => everybodyLeaves(server))

  it('[P10] finds by the keyboard, as one types, what one may enter, however far down the list; and keeps it live', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    const { page } = one
    const find = page.getByRole('button', { name: 'Find rooms of Chat' })
    await one.roomLink('Room 1').first().waitFor()
    await find.press('Enter')
    const field = page.getByRole('searchbox', { name: 'Find rooms of Chat by name' })
    await field.waitFor()
    await page.keyboard.type('cafe')
    await one.roomLink('Café Mozart').waitFor()
    await one.roomLink('Room 1').first().waitFor({ state: 'detached' })
    await page.getByRole('status').getByText('1 room', { exact: true }).waitFor()
    expect(await one.roomLink('Café Secret').count()).to.equal(0)

    await Guest.enter(server.url, 'R:far', 'user:2')
    await one.roomLink('Café Mozart').getByText('1 more to start').waitFor()
    const running = page.getByRole('button', { name: 'Running' })
    await running.press('Enter')
    await one.sees('There is no room that is running called “cafe”.')
    expect(await barriers(one)).to.deep.equal([])
    await running.press('Enter')
    await page.getByRole('button', { name: 'Waiting for players' }).press('Enter')
    await one.roomLink('Café Mozart').waitFor()
    await Guest.enter(server.url, 'R:far', 'user:3')
    await one.sees('There is no room that waits for players called “cafe”.')

    await field.press('Escape')
    expect(await field.inputValue()).to.equal('')
    await one.roomLink('Room 1').first().waitFor()
    await field.press('Escape')
    await field.waitFor({ state: 'detached' })
    expect(await one.focused.getAttribute('aria-label')).to.equal('Find rooms of Chat')
    expect(await find.getAttribute('aria-expanded')).to.equal('false')
  })

  it('goes on after a hundred, fits a phone, and enters what was found', async () => {
    const phone = { viewport: { width: 360, height: 740 } }
    const one = await Visitor.signedIn(server.url, 'user:1', phone)
    const { page } = one
    await page.getByRole('button', { name: 'Find rooms of Chat' }).click()
    await page.getByRole('searchbox').fill('room')
    await page.getByText('100 rooms, and there are more').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'More rooms' }).click()
    await page.getByText(`${LENGTH} rooms`, { exact: true }).waitFor({ state: 'attached' })
    await page.getByRole('searchbox').fill('room 149')
    await one.roomLink('Room 149').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    await one.goTo('Room 149')
  })

  it('leads to a seat where one is waited for, the fullest room first, and two who press at once to one new room', async () => {
    await Guest.enter(server.url, 'R:120', 'user:2')
    const [one, two] = await Promise.all(['user:1', 'user:3'].map((user) => Visitor.signedIn(server.url, user)))
    if (!one || !two) throw new Error('somebody is missing')
    await findAt(one, 'Chat')
    await play(one).click()
    await one.title('Room 120').waitFor()
    await one.sees('chat has started')
    await findAt(one, 'Chat')
    await Promise.all([findAt(one, 'Draw and guess'), findAt(two, 'Draw and guess')])
    await Promise.all([play(one).click(), play(two).click()])
    const made = /^user:[13]’s room$/
    await Promise.all([one, two].map(({ page }) => page.getByRole('heading', { name: made }).waitFor()))
    expect(one.page.url()).to.equal(two.page.url())
  })

  it('says in words why there is no room to play in', async () => {
    await everybodyLeaves(server)
    server = await startPageServer({ rooms: [], makeRooms: 'administrators' })
    const one = await Visitor.signedIn(server.url, 'user:1')
    await findAt(one, 'Chat')
    await play(one).click()
    await one.page
      .getByRole('alert')
      .getByText('No room waits for players just now, and you may not make one.')
      .waitFor()
    expect(await barriers(one)).to.deep.equal([])
  })
})

/** Opens or closes the search of a lobby. */
async function findAt({ page }: Visitor, lobby: string): Promise<void> {
  await page.getByRole('button', { name: `Find rooms of ${lobby}` }).click()
}

function play({ page }: Visitor) {
  return page.getByRole('button', { name: 'Play now' })
}
