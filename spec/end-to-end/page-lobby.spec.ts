import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { DEMO_PASSWORD, demoUsers } from '../../server/shipped/demo.ts'
import { describeInBrowser } from '../support/browser.ts'
import { builtPage } from '../support/built-page.ts'
import { barriers } from './support/barriers.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

const ROOMS = 350

describeInBrowser('the page: a lobby of many rooms', () => {
  let server: SocDrawServer

  const start = async (port = 0): Promise<SocDrawServer> =>
    createServer({
      applications: [chat],
      rooms: Array.from({ length: ROOMS }, (_, at) => {
        return { id: `R:${at + 1}`, name: `Room ${at + 1}`, application: 'chat' }
      }),
      users: demoUsers,
      demo: { users: demoUsers.map(({ username }) => ({ username })), password: DEMO_PASSWORD },
      frontEnd: { mode: 'built', folder: await builtPage() },
      signInLimit: 'none',
      data: 'memory',
      port,
      logLevel: 'silent',
    })

  beforeEach(async () => {
    server = await start()
  })

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('[P10] shows the next rooms as one scrolls there, to the last one, and each as it stands', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.roomLink('Room 100').waitFor()
    expect(await names(one)).to.deep.equal(rooms(100))
    await one.page.locator('.lobby-count', { hasText: '100+ and more' }).waitFor()
    for (const shown of [200, 300, 350]) {
      await one.page.locator('.rail-lobbies').evaluate((list) => list.scrollTo(0, list.scrollHeight))
      await one.roomLink(`Room ${shown}`).waitFor()
      expect(await names(one)).to.deep.equal(rooms(shown))
    }
    expect(await one.page.getByRole('button', { name: 'More rooms' }).count()).to.equal(0)
    await one.page.locator('.lobby-count', { hasText: /^350$/ }).waitFor()
    const two = await Visitor.signedIn(`${server.url}/chat/R:320`, 'user:2')
    await one.roomLink('Room 320').getByText('1 here').waitFor()
    await two.title('Room 320').waitFor()
    await two.roomLink('Room 320').waitFor()
    expect(await names(two), 'the room one is in, though it stands far below').to.deep.equal([
      ...rooms(100),
      'Room 320',
    ])
  })

  it('gives the next rooms to the keyboard, and goes on with the first of them', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.roomLink('Room 100').waitFor()
    const more = one.page.getByRole('button', { name: 'More rooms' })
    await more.evaluate((button) => button.focus({ preventScroll: true }))
    await one.page.keyboard.press('Enter')
    await one.page.locator('.room-link:focus', { hasText: 'Room 101' }).waitFor()
    expect(await barriers(one, { every: true, asItIs: true })).to.deep.equal([])
  })

  it('says that they could not be loaded, and tries again when it is told to', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.roomLink('Room 100').waitFor()
    let spoil = true
    // On its way out the question is spoiled, so that the server refuses it for good.
    await one.page.routeWebSocket('**/socket.io/**', (socket) => {
      const onwards = socket.connectToServer()
      socket.onMessage((data) => onwards.send(spoil ? String(data).replace('"after":', '"after":-') : data))
    })
    await one.page.reload()
    await one.roomLink('Room 100').waitFor()
    await one.page.getByRole('button', { name: 'More rooms' }).scrollIntoViewIfNeeded()
    await one.sees('The next rooms could not be loaded.')
    expect(await barriers(one, { every: true, asItIs: true })).to.deep.equal([])
    spoil = false
    await one.page.getByRole('button', { name: 'Try again' }).click()
    await one.roomLink('Room 200').waitFor()
    expect(await names(one)).to.deep.equal(rooms(200))
  })

  it('[P6] stays as long as it was while the connection is away, and is up to date again with it', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.roomLink('Room 100').waitFor()
    await one.page.getByRole('button', { name: 'More rooms' }).click()
    await one.roomLink('Room 200').waitFor()
    const shortest = await one.page.locator('.lobby-rooms').evaluateHandle((list) => {
      const seen = { rooms: list.children.length }
      new MutationObserver(() => {
        seen.rooms = Math.min(seen.rooms, list.children.length)
      }).observe(list, { childList: true })
      return seen
    })
    await one.page.context().setOffline(true)
    await one.sees('Connection lost.')
    const two = await Visitor.signedIn(`${server.url}/chat/R:150`, 'user:2')
    await two.title('Room 150').waitFor()
    await one.page.context().setOffline(false)
    await one.roomLink('Room 150').getByText('1 here').waitFor()
    await eventually(async () => (await names(one)).length >= 200, 'it is whole')
    expect((await shortest.jsonValue()).rooms).to.be.at.least(200)
    expect((await names(one)).slice(0, 200)).to.deep.equal(rooms(200))
  })
})

function names({ page }: Visitor): Promise<string[]> {
  return page.locator('.room-link-name').allTextContents()
}

function rooms(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `Room ${at + 1}`)
}
