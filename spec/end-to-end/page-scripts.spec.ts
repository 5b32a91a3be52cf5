import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import type { DrawAndGuess } from '../../server/applications/draw-and-guess.ts'
import type { drawingBoard } from '../../server/applications/drawing-board.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { shippedApplications } from '../../server/shipped/shipped-applications.ts'
import { connect } from '../../web/client/connect.ts'
import { describeInBrowser } from '../support/browser.ts'
import { builtPage } from '../support/built-page.ts'
import { NAUGHTY_NAMES, NAUGHTY_ROOMS, NAUGHTY_TEXTS, NAUGHTY_WORDS } from '../support/naughty.ts'
import { auditTexts } from './support/text-audit.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

const PASSWORD = 'for a spec only'
/** A folder for pictures of every view, to be looked at; none are taken without. */
const PICTURES = process.env.PICTURES
const SIZES = { desktop: { width: 1200, height: 800 }, phone: { width: 390, height: 844 } } as const

/** Usernames are shown too, to whoever is to sign in. */
const users = NAUGHTY_NAMES.map((name, at) => ({ id: `user:${at}`, username: name, name, password: PASSWORD }))
const [chatName, longName, fullName, waitingName] = NAUGHTY_ROOMS

describeInBrowser('the page: names and texts of every kind', () => {
  let server: SocDrawServer
  let reader: Visitor
  const closing: (() => void)[] = []

  before(async () => {
    const guess = { words: [...NAUGHTY_WORDS], onlyOwnWords: true, rounds: 1, turn: 240 }
    server = await createServer({
      data: 'memory',
      applications: shippedApplications,
      rooms: [
        { id: 'chat', name: chatName, application: 'chat' },
        { id: 'long', name: longName, application: 'chat' },
        { id: 'full', name: fullName, application: 'chat', players: { max: 2 } },
        { id: 'waiting', name: waitingName, application: 'chat', players: { min: 9 } },
        { id: 'board', name: 'לוח 3', application: 'board' },
        { id: 'guess', name: 'खेल ٤', application: 'guess', options: guess },
      ],
      users,
      demo: { users: users.map(({ username }) => ({ username })), password: PASSWORD },
      frontEnd: { mode: 'built', folder: await builtPage() },
      signInLimit: 'none',
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
    })
  })

  after(async () => {
    for (const close of closing) close()
    await everybodyLeaves(server)
  })

  /** Somebody in a room without a browser. */
  async function enter<App>(at: number, application: string, room: string) {
    const token = await signIn(server.url, users[at]?.username ?? '', PASSWORD)
    const lobby = await connect<App>(server.url, application, { token, socket: { forceNew: true } })
    closing.push(() => lobby.close())
    return lobby.enter(room)
  }

  /** Holds a view to the audit at every size. */
  async function look(view: string): Promise<void> {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await reader.page.setViewportSize(viewport)
      if (PICTURES) {
        mkdirSync(PICTURES, { recursive: true })
        await reader.page.screenshot({ path: join(PICTURES, `${view}-${size}.png`) })
      }
      expect(await auditTexts(reader.page), `${view}, ${size}`).to.deep.equal([])
    }
    await reader.page.setViewportSize(SIZES.desktop)
  }

  it('stand in the sign-in and in the lobby', async () => {
    reader = await Visitor.open(server.url, { viewport: SIZES.desktop })
    await reader.sees('Try it as')
    await look('sign-in')
    await reader.page.getByRole('button', { name: users[0]?.name ?? '', exact: true }).click()
    await reader.page.locator('nav').waitFor({ state: 'attached' })
    await reader.sees(fullName)
    await look('lobby')
  })

  it('are said in a chat, each by its own letters, whoever says it', async () => {
    const rooms = await Promise.all(NAUGHTY_NAMES.slice(1).map((_, at) => enter<typeof chat>(at + 1, 'chat', 'chat')))
    await reader.goTo(chatName)
    for (const [at, text] of NAUGHTY_TEXTS.entries()) await rooms[at % rooms.length]?.act.say({ text })
    const messages = reader.page.locator('.chat-message')
    await eventually(async () => (await messages.count()) === NAUGHTY_TEXTS.length)
    const directions = await messages.evaluateAll((all) => all.map((each) => getComputedStyle(each).direction))
    expect(directions).to.deep.equal(
      NAUGHTY_TEXTS.map((text) => (/^[\u0590-\u08ff\ufb1d-\ufdff]/u.test(text) ? 'rtl' : 'ltr')),
    )
    await reader.say('مرحبا')
    rooms[0]?.present({ typing: true })
    rooms[1]?.present({ typing: true })
    await reader.sees('are typing')
    await look('chat')
    // Beside the room where there is width, and a page of their own where there is not.
    await reader.page.setViewportSize(SIZES.phone)
    await reader.page.locator('.bar-people').click()
    await look('people')
    await reader.page.goBack()
  })

  it('stand in a room that waits, in one that is full, and where there is none', async () => {
    await enter<typeof chat>(1, 'chat', 'waiting')
    await enter<typeof chat>(2, 'chat', 'full')
    await enter<typeof chat>(3, 'chat', 'full')
    await reader.goTo(waitingName)
    await reader.page.locator('.blank-title').waitFor()
    await look('waiting')
    await reader.goTo(fullName)
    await reader.page.locator('.blank-actions').waitFor()
    await look('full')
    await reader.goTo(longName)
    await look('long')
    await reader.page.goto(`${server.url}/chat/${encodeURIComponent('غرفة')}`)
    await reader.sees('There is no such room')
    await look('none')
  })

  it('stand on a board, and at its cursors', async () => {
    const other = await enter<typeof drawingBoard>(1, 'board', 'board')
    await reader.page.goto(`${server.url}/board/board`)
    await reader.page.locator('.drawing-sheet').waitFor()
    other.present({ x: 100, y: 100 })
    await reader.page.locator('.board-cursor-name').waitFor()
    await look('board')
  })

  it('are guessed, voted on, counted and shown again in a game', async () => {
    const others = await Promise.all([1, 5, 6].map((at) => enter<DrawAndGuess>(at, 'guess', 'guess')))
    await reader.page.goto(`${server.url}/guess/guess`)
    await reader.sees('One draws, the others guess')
    await look('game-ready')
    await others[0]?.act.play({})
    const drawer = () =>
      others.find(({ state, user }) => state && 'drawer' in state.phase && state.phase.drawer === user.id)
    await reader.sees('is choosing a word')
    // At one size only: the time to choose runs.
    expect(await auditTexts(reader.page), 'game-choosing').to.deep.equal([])
    await drawer()?.act.choose({ index: drawer()?.state?.own?.choices.indexOf(NAUGHTY_WORDS[0]) ?? 0 })
    await reader.page.locator('.guess-mask[dir="rtl"]').waitFor()
    for (const text of NAUGHTY_TEXTS.slice(0, 5)) await others[2]?.act.say({ text: text.slice(0, 100) })
    await reader.page
      .getByRole('button', { name: /^Vote .* out, 0 of/ })
      .first()
      .click()
    await look('game-drawing')
    await drawer()?.leave()
    await reader.page.locator('.guess-answer').waitFor()
    await look('game-answer')
    await reader.page.getByRole('button', { name: /^Past drawings/ }).click()
    await reader.page.getByRole('dialog').waitFor()
    await look('game-replay')
  })
})
