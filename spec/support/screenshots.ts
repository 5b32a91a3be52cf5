import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { chat } from '../../server/applications/chat.ts'
import { createServer } from '../../server/host/server.ts'
import { launchChromium } from './chromium.ts'

/** Takes the picture in the README anew: two people in one room, each in a browser of their own. */

const PICTURE = fileURLToPath(new URL('../../docs/chat.png', import.meta.url))
const VITE_CONFIG = fileURLToPath(new URL('../../vite.config.ts', import.meta.url))
const PASSWORD = 'for a picture only'
const PEOPLE = ['Ada', 'Eve', 'Chloe'] as const
type Person = (typeof PEOPLE)[number]

const CONVERSATION: readonly (readonly [Person, string])[] = [
  ['Eve', 'The train had no network for ten minutes, and I have missed nothing.'],
  ['Chloe', 'Same here. What I wrote in the tunnel came out at its end, once.'],
  ['Ada', 'Then let us begin. The plan is at https://example.org/plan'],
  ['Ada', 'Two rooms first:\none to talk, one to draw.'],
  ['Eve', 'I will take the second one.'],
]

async function main(): Promise<void> {
  const server = await createServer({
    data: 'memory',
    applications: [chat],
    rooms: [
      { id: 'R:1', name: 'First Room', application: 'chat' },
      { id: 'R:2', name: 'Second Room', application: 'chat' },
    ],
    users: PEOPLE.map((name) => ({ id: name, username: name, password: PASSWORD })),
    demo: { users: PEOPLE.map((username) => ({ username })), password: PASSWORD },
    frontEnd: { mode: 'development', viteConfig: VITE_CONFIG },
    signInLimit: 'none',
    port: 0,
    logLevel: 'error',
  })
  const browser = await launchChromium()
  try {
    const pages: Record<Person, Page> = {
      Ada: await enter(browser, server.url, 'Ada', 'light'),
      Eve: await enter(browser, server.url, 'Eve', 'dark'),
      Chloe: await enter(browser, server.url, 'Chloe', 'light'),
    }
    for (const [name, text] of CONVERSATION) await say(pages[name], text)
    await pages.Eve.getByRole('textbox', { name: 'Message' }).fill('By the way, have you seen')
    await compose(browser, [pages.Ada, pages.Eve])
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function enter(browser: Browser, url: string, name: Person, colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = { width: 760, height: 640 }
  const page = await browser.newPage({ colorScheme, viewport, deviceScaleFactor: 2, locale: 'en-GB' })
  await page.goto(`${url}/chat/R:1`)
  await page.getByRole('button', { name }).click()
  await page.getByRole('heading', { level: 1, name: 'First Room' }).waitFor()
  return page
}

async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.fill(text)
  await composer.press('Enter')
  await page
    .getByRole('log')
    .locator('.chat-message:not(.chat-pending)', { hasText: text.split('\n')[0] ?? '' })
    .waitFor()
}

/** Lays the pages side by side on one sheet. */
async function compose(browser: Browser, pages: readonly Page[]): Promise<void> {
  const pictures = await Promise.all(pages.map(async (page) => (await page.screenshot()).toString('base64')))
  const sheet = await browser.newPage({ viewport: { width: 1600, height: 688 }, deviceScaleFactor: 1 })
  await sheet.setContent(
    `<body style="margin: 0; padding: 24px; display: flex; gap: 32px; background: #dde7ee">
    ${pictures.map((data) => `<img width="760" height="640" style="border-radius: 8px; box-shadow: 0 4px 24px #0b223433" src="data:image/png;base64,${data}">`).join('')}
    </body>`,
  )
  await sheet.screenshot({ path: PICTURE })
}

await main()
