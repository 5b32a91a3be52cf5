import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { waitFor } from '../end-to-end/support/wait-for.ts'
import { describeInBrowser, openContext } from '../support/browser.ts'
import { fromSources } from './snippets.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const GUIDE = readFileSync(join(ROOT, 'docs/guide.md'), 'utf8')
const TEMPLATES = join(ROOT, 'server/command/new-project')

/** What the guide's game is made of, by file name: what stands below `<!-- file: name -->`. */
const files = new Map(
  [...GUIDE.matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)\n```/g)].map(([, name = '', code = '']) => [
    name,
    `${code}\n`,
  ]),
)
const CODE = ['rules.ts', 'rules.spec.ts', 'server.ts', 'view.ts', 'page.ts'] as const

/** Makes the game's files in a folder of the project. */
function makeGame(): string {
  const folder = mkdtempSync(join(import.meta.dirname, 'guide-'))
  for (const [name, code] of files) writeFileSync(join(folder, name), fromSources(code, name === 'rules.ts'))
  return folder
}

describe('the guide', function () {
  this.timeout(30_000)

  it('has all of a game in under 120 lines of code, empty ones aside', () => {
    const lines = CODE.flatMap((name) => (files.get(name) ?? '').split('\n')).filter((line) => line.trim() !== '')
    expect(lines.length).to.be.within(50, 119)
  })

  it('shows what soc-draw new writes', () => {
    expect([...files.keys()].sort()).to.include.members([...CODE].sort())
    const templates = readdirSync(TEMPLATES)
    for (const [name, code] of files) {
      expect(templates).to.include(`${name}.template`)
      expect(readFileSync(join(TEMPLATES, `${name}.template`), 'utf8'), name).to.equal(code)
    }
  })

  it('links to nothing that is not there', () => {
    const links = [...GUIDE.matchAll(/\]\(([^)#]+\.md)/g)].map(([, file = '']) => file)
    expect(links).to.include('reference.md')
    for (const link of links) expect(readdirSync(join(ROOT, 'docs'))).to.include(link)
  })

  it('has a test that passes', async () => {
    const folder = makeGame()
    try {
      const { NODE_OPTIONS: _, ...env } = process.env
      const args = ['--import', 'tsx', '--test', '--test-reporter=tap', 'rules.spec.ts']
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env })
      expect(stdout).to.match(/^# pass 2$/m)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describeInBrowser('the guide’s game', () => {
  let folder: string
  let server: ChildProcess | undefined
  let url: string

  before(async () => {
    folder = makeGame()
    for (const name of ['style.css', 'icon.svg']) {
      writeFileSync(join(folder, name), readFileSync(join(TEMPLATES, `${name}.template`)))
    }
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      base: './',
      build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    })
    let out = ''
    const game = spawn(process.execPath, ['--import', 'tsx', 'server.ts'], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    server = game
    game.stdout.on('data', (text) => {
      out += text
    })
    await waitFor(() => /http:\S+/.test(out) || game.exitCode !== null, 'the game said where it is', 20_000)
    url = /http:\S+/.exec(out)?.[0] ?? expect.fail('the game ended')
  })

  after(async () => {
    const ended = server && new Promise((resolve) => server?.once('close', resolve))
    server?.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true })
  })

  async function enter(name: string): Promise<Page> {
    const page = await (await openContext()).newPage()
    await page.goto(url)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill('soc-draw')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'First Room' }).click()
    return page
  }

  async function guess(page: Page, number: string): Promise<void> {
    await page.getByLabel('Your guess').fill(number)
    await page.getByRole('button', { name: 'Guess' }).click()
  }

  it('is played by two, each in a browser of their own, until a round is over', async () => {
    const ann = await enter('ann')
    await ann.getByText('Waiting for 1 more person').waitFor()
    const bob = await enter('bob')
    await ann.getByText('bob: 0 points').waitFor()
    await guess(ann, '1')
    await ann.getByText('You say 1.').waitFor()
    await guess(ann, '2')
    await ann.getByText('You have guessed already.').waitFor()
    expect(await ann.title()).to.equal('First Room – Nearest')
    expect(await bob.getByText('You say').count()).to.equal(0)
    await guess(bob, '100')
    for (const page of [ann, bob]) {
      await page.getByText(/It was \d+/).waitFor()
      await page.getByText(/^ann: \d points, said 1$/).waitFor()
    }
    for (const page of [ann, bob]) await page.context().close()
  })

  it('lets nobody in with a wrong password', async () => {
    const page = await (await openContext()).newPage()
    await page.goto(url)
    await page.getByLabel('Name').fill('ann')
    await page.getByLabel('Password').fill('not this one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('That name and password do not match.').waitFor()
    await page.context().close()
  })
})
