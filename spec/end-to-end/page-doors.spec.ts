import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: doors of a private room', () => {
  let server: SocDrawServer
  let path = ''

  beforeEach(async () => {
    server = await startPageServer({ rooms: [], signUp: 'open', players: { min: 1, max: 5 } })
    const room = await server.rooms.create({ application: 'chat', name: 'Hidden', private: true, owner: 'user:1' })
    path = `/chat/${room.id}`
  })

  afterEach(() => everybodyLeaves(server))

  it('a link lets in somebody who signs up with it, once', async () => {
    const one = await Visitor.signedIn(server.url + path, 'user:1')
    await one.composer.waitFor()
    await one.page.getByRole('button', { name: 'Make a link' }).click()
    const link = await one.page.getByLabel('Send them this. It is shown only now.').inputValue()
    expect(link).to.match(/#link=room\./)
    expect(await barriers(one)).to.deep.equal([])
    const asked: string[] = []
    const eve = await Visitor.open(server.url)
    eve.page.on('request', (request) => asked.push(request.url()))
    await eve.page.goto(link)
    await eve.page.reload()
    await eve.title('You are invited to a room').waitFor()
    expect(await barriers(eve)).to.deep.equal([])
    await eve.page.getByRole('button', { name: 'Make an account' }).click()
    await eve.page.getByLabel('Name').fill('Eve')
    await eve.page.getByLabel('Password').fill('correct horse battery')
    await eve.page.getByRole('button', { name: 'Make the account' }).click()
    await eve.title('Hidden').waitFor()
    await eve.sees('You are signed in as Eve')
    await eve.page.getByRole('button', { name: 'Come in' }).click()
    await eve.say('hello')
    await one.message('hello').waitFor()
    const secret = link.split('room.')[1] ?? expect.fail('no code')
    expect(asked.filter((url) => url.includes(secret) && !url.includes('#'))).to.deep.equal([])
    const late = await Visitor.open(link)
    await late.page.getByLabel('Name').fill('user:2')
    await late.page.getByLabel('Password').fill('soc-draw')
    await late.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await late.sees('This link was used, or has expired.')
  })

  it('whoever knocks is admitted from the room, and comes in by themselves', async () => {
    const [one, two] = [
      await Visitor.signedIn(server.url + path, 'user:1'),
      await Visitor.signedIn(server.url + path, 'user:2', { viewport: { width: 360, height: 740 } }),
    ]
    await one.composer.waitFor()
    await two.sees('There is no such room')
    await two.page.getByRole('button', { name: 'Ask to be let in' }).click()
    await two.sees('If there is such a room, those who see to it are told.')
    expect(await barriers(two)).to.deep.equal([])
    await one.sees('1 asks to come in')
    await one.page.getByRole('button', { name: 'Admit user:2' }).click()
    await two.composer.waitFor()
    await two.say('thank you')
    await one.message('thank you').waitFor()
    await one.page.getByText('1 asks to come in').waitFor({ state: 'detached' })
  })
})
