import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { MAX_LOOKED_ROOMS } from '../../server/protocol/limits.ts'
import { DEMO_PASSWORD, demoUsers } from '../../server/shipped/demo.ts'
import { describeInBrowser } from '../support/browser.ts'
import { builtPage } from '../support/built-page.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

const ROOMS = 350
/** How many rows are there at most: those that are seen, some on each side, and those that stay. */
const MOST_ROWS = 60

describeInBrowser('the page: a lobby of many rooms', () => {
  let server: SocDrawServer

  before(async () => {
    server = await createServer({
      applications: [chat],
      rooms: Array.from({ length: ROOMS }, (_, at) => {
        return { id: `R:${at + 1}`, name: nameOf(at + 1), application: 'chat' }
      }),
      users: demoUsers,
      demo: { users: demoUsers.map(({ username }) => ({ username })), password: DEMO_PASSWORD },
      frontEnd: { mode: 'built', folder: await builtPage() },
      signInLimit: 'none',
      data: 'memory',
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
    })
  })

  afterEach(() => everybodyLeaves())

  after(() => server?.stop())

  it('[P10] shows the next rooms as one scrolls there, to the last one, and each as it stands; the rows out of sight are not there', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.roomLink('Room 001').waitFor()
    await one.page.locator('.lobby-count', { hasText: '100+ and more' }).waitFor()
    await scrollTo(one, 'Room 350')
    await one.page.locator('.lobby-count', { hasText: /^350$/ }).waitFor()
    expect(await one.page.getByRole('button', { name: 'More rooms' }).count()).to.equal(0)
    await eventually(async () => (await names(one)).length < MOST_ROWS, 'only rows near what is seen are there')
    const seen = await names(one)
    expect(seen).to.deep.equal(rooms(ROOMS).slice(-seen.length))
    expect(await one.page.getByRole('listitem').filter({ hasText: 'Room 350' }).getAttribute('aria-posinset')).to.equal(
      '350',
    )
    expect(await barriers(one, { every: true, asItIs: true })).to.deep.equal([])

    const two = await Visitor.signedIn(`${server.url}/chat/R:340`, 'user:2')
    await one.roomLink('Room 340').getByText('1 here').waitFor()
    await two.title('Room 340').waitFor()
    await eventually(async () => (await names(two))[0] === 'Room 340', 'the room one is in stands before all others')

    await scrollTo(one, 'Room 001', -1)
    await Guest.enter(server.url, 'R:2', 'user:3')
    await one.roomLink('Room 002').getByText('1 here').waitFor()
    await one.goTo('Room 003')
    await one.title('Room 003').waitFor()
  })

  it('keeps the row that has the focus, and of the room one is in, however far one scrolls', async () => {
    const one = await Visitor.signedIn(`${server.url}/chat/R:5`, 'user:4')
    await eventually(async () => (await names(one))[0] === 'Room 005', 'the room one is in stands before all others')
    await one.roomLink('Room 002').focus()
    await scrollTo(one, 'Room 200')
    await eventually(async () => !(await names(one)).includes('Room 004'), 'what is out of sight goes')
    expect((await names(one)).slice(0, 2)).to.deep.equal(['Room 005', 'Room 002'])
    await one.page.keyboard.press('Shift+Tab')
    await one.page.locator('.room-link:focus', { hasText: 'Room 005' }).waitFor()
  })

  it('shows more rooms at once than can be looked at, on a wall of a screen', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await scrollTo(one, 'Room 350')
    await one.page.setViewportSize({ width: 1280, height: 14_000 })
    await eventually(async () => (await names(one)).length > MAX_LOOKED_ROOMS, 'all of them are there')
    await Guest.enter(server.url, 'R:330', 'user:2')
    await one.page.setViewportSize({ width: 1280, height: 720 })
    await scrollTo(one, 'Room 330')
    await one.roomLink('Room 330').getByText('1 here').waitFor()
  })

  it('scrolls smoothly: nothing holds a frame for long', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await scrollTo(one, 'Room 350')
    const longest = await one.page.locator('.rail-lobbies').evaluate(async (list) => {
      const held: number[] = [0]
      const observer = new PerformanceObserver((entries) =>
        held.push(...entries.getEntries().map(({ duration }) => duration)),
      )
      observer.observe({ type: 'longtask' })
      for (let frame = 0; frame < 60; frame++) {
        list.scrollTop = (list.scrollHeight * (frame < 30 ? frame : 60 - frame)) / 30
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
      observer.disconnect()
      return Math.max(...held)
    })
    // As long as a machine may take that is busy with other specs: all rows anew take several times as long.
    expect(longest).to.be.below(200)
  })

  it('gives the next rooms to the keyboard, and goes on with the first of them', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    const more = one.page.getByRole('button', { name: 'More rooms' })
    await more.evaluate((button) => button.focus({ preventScroll: true }))
    await one.page.keyboard.press('Enter')
    await one.page.locator('[aria-posinset="101"] .room-link:focus').waitFor()
    expect(await barriers(one, { every: true, asItIs: true })).to.deep.equal([])
  })

  it('says that they could not be loaded, and tries again when it is told to', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await one.roomLink('Room 001').waitFor()
    let spoil = true
    // On its way out the question is spoiled, so that the server refuses it for good.
    await one.page.routeWebSocket('**/socket.io/**', (socket) => {
      const onwards = socket.connectToServer()
      socket.onMessage((data) => onwards.send(spoil ? String(data).replace('"after":[', '"after":[-1') : data))
    })
    await one.page.reload()
    await one.roomLink('Room 001').waitFor()
    await one.page.getByRole('button', { name: 'More rooms' }).scrollIntoViewIfNeeded()
    await one.sees('The next rooms could not be loaded.')
    expect(await barriers(one, { every: true, asItIs: true })).to.deep.equal([])
    spoil = false
    await one.page.getByRole('button', { name: 'Try again' }).click()
    await one.page.locator('[aria-posinset="101"] .room-link:focus').waitFor()
  })

  it('[P6] stays as long as it was while the connection is away, and is up to date again with it', async () => {
    const one = await Visitor.signedIn(server.url, 'user:1')
    await scrollTo(one, 'Room 150')
    const height = () => one.page.locator('.rail-lobbies').evaluate(({ scrollHeight }) => scrollHeight)
    const before = await height()
    await one.page.context().setOffline(true)
    await one.sees('Connection lost.')
    expect(await height()).to.equal(before)
    await Guest.enter(server.url, 'R:150', 'user:2')
    await one.page.context().setOffline(false)
    await one.roomLink('Room 150').getByText('1 here').waitFor()
    expect(await height()).to.be.at.least(before)
  })
})

/** Scrolls the list until the room's row is there, downwards unless told. */
async function scrollTo(visitor: Visitor, room: string, way: 1 | -1 = 1): Promise<void> {
  await visitor.page.locator('.lobby-rooms-long').first().waitFor()
  await eventually(async () => {
    // In one step: a row that is out of sight may be taken away at any time, such as after a screen became smaller.
    return visitor.page.locator('.rail-lobbies').evaluate(
      (list, { room, by }) => {
        const shown = [...list.querySelectorAll('.room-link-name')].find(({ textContent }) => textContent === room)
        const { top, bottom } = list.getBoundingClientRect()
        const row = shown?.getBoundingClientRect()
        if (row && row.top >= top && row.bottom <= bottom) return true
        if (shown) shown.scrollIntoView({ block: 'center' })
        else list.scrollBy(0, by * list.clientHeight)
        return false
      },
      { room, by: way },
    )
  }, `${room} is there`)
}

function names({ page }: Visitor): Promise<string[]> {
  return page.locator('.room-link-name').allTextContents()
}

function rooms(count: number): string[] {
  return Array.from({ length: count }, (_, at) => nameOf(at + 1))
}

function nameOf(room: number): string {
  return `Room ${String(room).padStart(3, '0')}`
}
