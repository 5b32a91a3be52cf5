import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import { rooms } from '../../web/client/rooms.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { show } from './support/show.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: all rooms, for administrators', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    const root = { id: 'root', username: 'root', password: DEMO_PASSWORD, roles: ['administrator'] } as const
    server = await startPageServer({ users: [root], players: { min: 1, max: 4 } })
  })

  afterEach(() => everybodyLeaves(server))

  it('[P10] finds them as one types, by the keyboard; closes one for good at once, archives, restores and recovers', async () => {
    const anns = rooms(server.url, { token: await signIn(server.url, 'user:1', DEMO_PASSWORD) })
    const { id } = await anns.make({ application: 'chat', name: 'Ann’s secret', private: true })
    await anns.delete((await anns.make({ application: 'chat', name: 'Ann’s old one' })).id)
    const ann = await Guest.enter(server.url, id, 'user:1')
    const root = await Visitor.signedIn(`${server.url}/administration`, 'root')
    const { page } = root
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    await page.getByRole('tab', { name: 'Users' }).press('ArrowRight')
    await button('Manage First Room').waitFor()
    await page.getByLabel('Find by name').fill('secret')
    await button('Manage First Room').waitFor({ state: 'detached' })
    await root.sees('1 person in it, running, private')
    await button('Manage Ann’s secret').press('Enter')
    await button('Close the room').press('Enter')
    expect(await barriers(root)).to.deep.equal([])
    await button('Really close it').press('Enter')
    await root.sees('1 person in it, closed, private')
    expect(await root.focused.getAttribute('aria-label')).to.equal('What becomes of the room')
    await ann.room.act.say({ text: 'too late' }).then(
      () => expect.fail('it was said'),
      (error: { code: string }) => expect(error.code).to.equal('ROOM_CLOSED'),
    )
    await button('Archive the room').press('Enter')
    await root.sees('closed, archived, private')
    await button('Take it out of the archive').press('Enter')
    await button('Archive the room').waitFor()
    await page.getByLabel('Find by name').fill('')
    await page.getByLabel('Which').selectOption('Deleted')
    await button('Manage Ann’s old one').press('Enter')
    await button('Recover the room').press('Enter')
    await root.sees('0 people in it, waiting for players')
    await page.getByRole('link', { name: 'Settings' }).press('Enter')
    await root.title('Settings of the room').waitFor()
    expect(await page.getByLabel('Name').inputValue()).to.equal('Ann’s old one')
  })

  it('says how many are in them by now, when it is seen again too, and leaves what one is about as it is', async () => {
    const root = await Visitor.signedIn(`${server.url}/administration`, 'root')
    await root.page.getByRole('tab', { name: 'Rooms' }).click()
    await root.page.getByRole('button', { name: 'Manage First Room' }).click()
    await root.page.getByRole('button', { name: 'Close the room' }).waitFor()
    await show(root, 'hidden')
    await Guest.enter(server.url, 'R:1', 'user:1')
    await show(root, 'visible')
    await root.page.getByRole('list', { name: 'Rooms' }).getByText('1 person in it').waitFor()
    await root.page.getByRole('button', { name: 'Close the room' }).waitFor()
  })

  it('fits a phone, and has no serious barrier in either scheme', async () => {
    const phone = { viewport: { width: 360, height: 740 } }
    const root = await Visitor.signedIn(`${server.url}/administration`, 'root', phone)
    await root.page.getByRole('tab', { name: 'Rooms' }).click()
    await root.page.getByRole('button', { name: 'Manage First Room' }).click()
    await root.page.getByRole('button', { name: 'Close the room' }).waitFor()
    expect(await root.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    expect(await barriers(root)).to.deep.equal([])
  })

  it('[P10] shows whoever has deleted rooms those, where the archived ones are, and recovers one', async () => {
    const anns = rooms(server.url, { token: await signIn(server.url, 'user:1', DEMO_PASSWORD) })
    await anns.delete((await anns.make({ application: 'chat', name: 'Ann’s old one' })).id)
    const ann = await Visitor.signedIn(server.url, 'user:1', { viewport: { width: 360, height: 740 } })
    await ann.page.getByRole('button', { name: 'Find rooms of Chat' }).press('Enter')
    await ann.page.getByRole('button', { name: 'Archived' }).press('Enter')
    await ann.page.getByText('Deleted rooms').press('Enter')
    const recover = ann.page.getByRole('button', { name: 'Recover Ann’s old one' })
    await recover.waitFor()
    expect(await barriers(ann)).to.deep.equal([])
    expect(await ann.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360)
    await recover.press('Enter')
    await ann.title('Ann’s old one').waitFor()
  })

  it('leads who owns an archived room to its settings, and nobody else', async () => {
    const anns = rooms(server.url, { token: await signIn(server.url, 'user:1', DEMO_PASSWORD) })
    const { id } = await anns.make({ application: 'chat', name: 'Ann’s old one' })
    await anns.archive(id)
    const address = `${server.url}/chat/${id}#people`
    const [ann, bob] = [await Visitor.signedIn(address, 'user:1'), await Visitor.signedIn(address, 'user:2')]
    const link = (of: Visitor) => of.page.getByRole('link', { name: 'Settings of the room' })
    await link(ann).press('Enter')
    await ann.page.getByRole('button', { name: 'Take it out of the archive' }).waitFor()
    await bob.title('Ann’s old one').waitFor()
    expect(await link(bob).count()).to.equal(0)
  })
})
