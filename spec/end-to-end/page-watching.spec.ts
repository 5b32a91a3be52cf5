import { expect } from 'chai'
import { z } from 'zod/mini'
import { chat } from '../../server/applications/chat.ts'
import type { AnyAction } from '../../server/contract/action.ts'
import type { AnyApplication } from '../../server/contract/application.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import type { ServerOptions } from '../../server/host/server-options.ts'
import { DEMO_PASSWORD, demoUsers } from '../../server/shipped/demo.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { describeInBrowser } from '../support/browser.ts'
import { builtPage } from '../support/built-page.ts'
import { barriers } from './support/barriers.ts'
import { Guest } from './support/guest.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

const finish: AnyAction = { schema: z.object({}), handle: (_state, _payload, { close }) => close() }

/** The chat as a room with two seats that others may watch, and that comes to an end. */
const watched: AnyApplication = {
  ...chat,
  players: { min: 2, max: 2 },
  spectators: true,
  actions: { ...chat.actions, finish },
}
const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

describeInBrowser('the page: watching, closed rooms and other refusals', () => {
  let server: SocDrawServer

  const start = async (application: AnyApplication, more: Partial<ServerOptions> = {}): Promise<void> => {
    server = await createServer({
      applications: [application],
      rooms: ['First', 'Second', 'Third'].map((name, at) => {
        return { id: `R:${at + 1}`, name: `${name} Room`, application: 'chat' }
      }),
      users: demoUsers,
      demo: { users: demoUsers.map(({ username }) => ({ username })), password: DEMO_PASSWORD },
      frontEnd: { mode: 'built', folder: await builtPage() },
      signInLimit: 'none',
      data: 'memory',
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
      ...more,
    })
  }
  const visit = (user: string, path = '/', options = {}): Promise<Visitor> =>
    Visitor.signedIn(server.url + path, user, options)
  const accessible = async (visitor: Visitor): Promise<void> => {
    expect(await barriers(visitor, { every: true, asItIs: true })).to.deep.equal([])
  }

  afterEach(async () => {
    await everybodyLeaves(server)
  })

  it('lets a full room be watched, also after a reload, until a seat is free', async () => {
    await start(watched)
    const [one] = [await Guest.enter(server.url, 'R:1', 'user:1'), await Guest.enter(server.url, 'R:1', 'user:2')]
    await one.say('first')
    const three = await visit('user:3', '/chat/R:1')
    await three.sees('First Room is full')
    await three.page.getByRole('main').getByRole('button', { name: 'Watch' }).click()
    await three.message('first').waitFor()
    await three.page.locator('.bar').getByText('Watching', { exact: true }).waitFor()
    await three.roomLink('First Room').getByText('Watching').waitFor()
    await three.sees('You are watching: take a seat to say something.')
    await three.page
      .getByRole('complementary', { name: 'People' })
      .getByText('1 person watching, without a seat')
      .waitFor()
    await three.roomLink('First Room').getByText('1 watching').waitFor()
    await accessible(three)
    await three.page.reload()
    await one.say('second')
    await three.message('second').waitFor()
    const seat = three.page.getByRole('button', { name: 'Take a seat' })
    await seat.click()
    await three.page.getByRole('alert').getByText('The room is full.').waitFor()
    await one.leave()
    await eventually(async () => (await three.page.getByRole('alert').count()) === 0, 'no seat is missing any longer')
    await seat.click()
    await three.write('third')
    await eventually(async () => (await seat.count()) === 0, 'there is a seat')
    // What was to be sent before there was a seat waits where it was written: nothing of it is lost.
    if ((await three.composer.inputValue()) !== '') await three.composer.press('Enter')
    await three.message('third').waitFor()
    await three.page.reload()
    await three.message('third').waitFor()
    expect(await seat.count(), 'a reload keeps the seat').to.equal(0)
  })

  it('offers to watch beside entering, by keyboard and on a phone', async () => {
    await start(watched)
    const one = await visit('user:1')
    await one.roomLink('Second Room').focus()
    await one.page.keyboard.press('Tab')
    await one.page.keyboard.press('Enter')
    await one.title('Second Room').waitFor()
    await one.sees('Nobody is here yet.')
    await one.page.locator('.bar').getByText('Watching', { exact: true }).waitFor()
    const phone = await visit('user:2', '/', PHONE)
    await phone.page.getByRole('button', { name: 'Watch Third Room' }).click()
    await phone.title('Third Room').waitFor()
    await phone.page.getByRole('button', { name: 'Take a seat' }).click()
    await phone.sees('So far it is only you.')
    await accessible(phone)
    const wider = await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider, 'nothing sticks out').to.equal(0)
  })

  it('shows each room’s last message in one line, and closed rooms below, with what is in them', async () => {
    await start(watched)
    const [one] = [await visit('user:1', '/chat/R:1'), await Guest.enter(server.url, 'R:1', 'user:2')]
    await one.say('a line that is longer than the rail is wide\nand another one')
    const preview = one.page.locator('.room-link-preview')
    await preview.getByText('user:1: a line that is longer than the rail is wide and another one').waitFor()
    const lines = await preview.evaluate(
      (line) => line.clientHeight / Number.parseFloat(getComputedStyle(line).lineHeight),
    )
    expect(lines).to.be.closeTo(1, 0.2)
    await server.room<typeof watched & typeof chat>('R:1').act.say({ text: 'the result is 3 : 2' })
    await preview.getByText('the result is 3 : 2').waitFor()
    await close('R:1')
    await one.sees('This room is closed.')
    await one.message('the result is 3 : 2').waitFor()
    await one.roomLink('First Room').getByText('Closed').waitFor()
    expect(await one.page.locator('.room-link-name').allTextContents()).to.deep.equal([
      ...['Second Room', 'Third Room', 'First Room'],
    ])
    await accessible(one)
    const three = await visit('user:3')
    await three.page.getByRole('button', { name: 'Watch First Room' }).click()
    await three.message('the result is 3 : 2').waitFor()
    expect(await three.page.getByRole('button', { name: 'Take a seat' }).count()).to.equal(0)
  })

  it('says that there is a new version, and loads the page anew', async () => {
    await start({ ...watched, version: 2 })
    const one = await visit('user:1', '/chat/R:1')
    await one.sees('There is a new version')
    await accessible(one)
    const loaded = one.page.waitForEvent('load')
    await one.page.getByRole('button', { name: 'Load the page anew' }).click()
    await loaded
    await one.sees('There is a new version')
  })

  it('says that a room is too new for its server', async () => {
    const data = createMemoryStore()
    await start(watched, { data })
    const [one] = [await Guest.enter(server.url, 'R:1', 'user:1'), await Guest.enter(server.url, 'R:1', 'user:2')]
    await one.say('written by the rules of today')
    await server.stop()
    await everybodyLeaves()
    await start({ ...watched, version: 0 }, { data })
    const late = await visit('user:1', '/chat/R:1')
    await late.sees('The server is not up to date')
    await accessible(late)
  })

  it('[P10] says that a room is not open, and lets it be watched all the same where one may', async () => {
    const opensOnly: Readonly<Record<string, string>> = { 'R:1': 'spectate', 'R:2': 'enter' }
    await start(watched, { authorize: ({ operation, room }) => (opensOnly[room.id] ?? operation) === operation })
    const one = await visit('user:1', '/chat/R:1')
    await one.sees('First Room is not open to you')
    await accessible(one)
    await one.page.getByRole('main').getByRole('button', { name: 'Watch' }).click()
    await one.sees('Nobody is here yet.')
    await one.page.getByRole('button', { name: 'Watch Second Room' }).click()
    await one.sees('Second Room is not open to you')
  })

  /** Closes a room for good, as its own application would. */
  async function close(roomId: string): Promise<void> {
    const act: Readonly<Record<string, (payload: object) => Promise<unknown>>> = server.room(roomId).act
    await act.finish?.({})
  }
})
