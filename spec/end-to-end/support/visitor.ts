import { expect } from 'chai'
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { openContext } from '../../support/browser.ts'
import { demoSession } from './demo-session.ts'
import { closeGuests } from './guest.ts'

/** What a spec's browsers are opened with, and what is closed after it. */
const contexts: BrowserContext[] = []
const problems: string[] = []

/** What the browser itself says of a server that is away, of a part that does not come, and of what was refused. */
const EXPECTED =
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|WebSocket connection to|status of (400|401|403|409|410|412|502)|dynamically imported module|a mistake in the chat/

/** What is in the room, whoever said it. */
const SAID = '.chat-message:not(.chat-pending)'

/** Somebody at a browser of their own, as they see and use the page. */
export class Visitor {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Opens an address in a browser of its own. */
  static async open(url: string, options?: BrowserContextOptions): Promise<Visitor> {
    const context = await openContext(options)
    contexts.push(context)
    const visitor = new Visitor(await watched(context))
    await visitor.page.goto(url)
    return visitor
  }

  /** Opens an address as a demo user who has signed in there before: as after `signIn`, without a form to fill in. */
  static async signedIn(url: string, user: string, options?: BrowserContextOptions): Promise<Visitor> {
    const [context, session] = await Promise.all([openContext(options), demoSession(url, user)])
    contexts.push(context)
    const visitor = new Visitor(await watched(context))
    await visitor.page.addInitScript(keepSession, session)
    await visitor.page.goto(url)
    await visitor.arrived()
    return visitor
  }

  /** Another tab of the same browser. */
  async newTab(url: string): Promise<Visitor> {
    const visitor = new Visitor(await watched(this.page.context()))
    await visitor.page.goto(url)
    return visitor
  }

  async signIn(user: string): Promise<void> {
    await this.page.getByRole('button', { name: user, exact: true }).click()
    await this.arrived()
  }

  private async arrived(): Promise<void> {
    // On a phone the rooms may be out of sight.
    await this.page.locator('nav').waitFor({ state: 'attached' })
  }

  roomLink(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name })
  }

  /** Goes to a room, and waits until its name is above it. */
  async goTo(name: string): Promise<void> {
    await this.roomLink(name).click()
    await this.title(name).waitFor()
  }

  /** Leaves the room in front, of which nothing stays on the page. */
  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave' }).click()
    await this.sees('Choose a room')
  }

  title(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name })
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' })
  }

  /** Writes something and sends it off. */
  async write(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  /** Says something, and waits until it is said. */
  async say(text: string): Promise<void> {
    await this.write(text)
    await this.message(text).waitFor()
  }

  /** A message that was said, in the room in front. */
  message(text: string): Locator {
    return this.page.getByRole('log').locator(SAID, { hasText: text })
  }

  /** A message of one's own that stands among the others, and is on its way. */
  pending(text = ''): Locator {
    return this.page.getByRole('log').locator('.chat-pending', { hasText: text })
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor()
  }

  /** Everything that was said in the room in front: `sender, hh:mm: text` each. */
  async messages(): Promise<string[]> {
    const lines = await this.page.getByRole('log').locator(SAID).allInnerTexts()
    return lines.map((line) => line.replace(/^(.*?), \d\d:\d\d:\s*/, '$1: '))
  }

  get focused(): Locator {
    return this.page.locator('*:focus')
  }
}

/** Runs in the page, each time that one is loaded: a session that was ended there stays so. */
function keepSession(session: string): void {
  if (sessionStorage.getItem('soc-draw.session') === null) sessionStorage.setItem('soc-draw.session', session)
}

async function watched(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
  page.on('console', (message) => {
    const bad = message.type() === 'error' || message.type() === 'warning'
    if (bad && !EXPECTED.test(message.text())) problems.push(message.text())
  })
  return page
}

/**
 * To be called after each spec: closes its browsers and guests, stops its server, and then fails if a page had an error, or broke
 * its own security policy.
 */
export async function everybodyLeaves(server?: { stop(): Promise<void> }): Promise<void> {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  closeGuests()
  await server?.stop()
  nobodyComplains()
}

/** To be called after each spec where pages are left open for the next one. @throws if a page had an error, or broke its own security policy */
export function nobodyComplains(): void {
  expect(problems.splice(0), 'what the browsers complained of').to.deep.equal([])
}

/** Resolves when `holds` is true, asked again until then. @throws Error with `what` after 45 seconds */
export async function eventually(holds: () => Promise<boolean>, what = holds.toString()): Promise<void> {
  const end = Date.now() + 45_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it never came that ${what}`)
    // What asks no browser would otherwise never let its events come.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
