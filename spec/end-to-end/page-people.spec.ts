import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import { rooms } from '../../web/client/index.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: the people of a room', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await startPageServer({ rooms: [] })
  })

  afterEach(() => everybodyLeaves(server))

  it('[P10] are invited, made moderators, banned with a reason and let in again by whoever sees to it, live for all', async () => {
    const by = rooms(server.url, { token: await signIn(server.url, 'user:1', DEMO_PASSWORD) })
    const { id } = await by.make({ application: 'board', name: 'Our Board', private: true })
    const one = await Visitor.signedIn(`${server.url}/board/${id}`, 'user:1')
    const two = await Visitor.signedIn(`${server.url}/board`, 'user:2')
    await one.page.getByText('Manage people').click()
    const managed = one.page.getByRole('list', { name: 'People of this room' })
    await managed.getByText('owner', { exact: true }).waitFor()
    await one.page.getByLabel('Invite by sign-in name').fill('user:2')
    await one.page.keyboard.press('Enter')
    await one.sees('Invited.')
    await two.goTo('Our Board')
    await two.title('Our Board').waitFor()
    await managed.getByText('user:2', { exact: true }).click()
    await one.page.getByRole('button', { name: 'Make user:2 a moderator' }).click()
    await two.page.getByText('Manage people').waitFor()
    expect((await by.people(id)).moderators.map((each) => each.id)).to.deep.equal(['user:2'])
    expect(await barriers(one, { within: '.people', asItIs: true })).to.deep.equal([])
    await one.page.getByLabel('Reason').fill('noise')
    await one.page.getByRole('combobox', { name: 'Ban' }).selectOption('for a day')
    await one.page.getByRole('button', { name: 'Ban user:2' }).click()
    await two.sees('Our Board is no longer open to you')
    await one.sees('noise')
    await one.page.getByRole('button', { name: 'Let user:2 come again' }).click()
    await one.page.getByRole('heading', { name: 'Banned' }).waitFor({ state: 'detached' })
    expect((await by.people(id)).bans).to.deep.equal([])
  })
})
