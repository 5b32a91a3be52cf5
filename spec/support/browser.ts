import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

/** Where a Chromium is usually installed. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** No sandbox: containers have none to offer. The rest keeps it from talking to anybody but the specs' server. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const NONE = 'no Chromium was found: `apt-get install chromium`, or set CHROMIUM_PATH to where one is'

let launched: Promise<Browser> | undefined

/** The Chromium of this machine: `CHROMIUM_PATH`, or where one usually is. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given !== undefined && given !== '') return given
  return PLACES.find((path) => existsSync(path))
}

/**
 * A suite that needs a real Chromium. Without one it is skipped, and its title says how to get one; where `CI` is `true`
 * it fails instead.
 */
export function describeInBrowser(title: string, body: (this: Mocha.Suite) => void): void {
  const missing = findChromium() === undefined
  describe(missing ? `${title} (skipped: ${NONE})` : title, function (this: Mocha.Suite) {
    // A page that was never opened has everything still to come: scripts, styles, fonts.
    this.timeout(30_000)
    before(function (this: Mocha.Context) {
      if (!missing) return
      if (process.env.CI === 'true') throw new Error(NONE)
      this.skip()
    })
    body.call(this)
  })
}

/** A browser profile of its own, in the one Chromium that all specs share. Nothing in it takes longer than ten seconds. */
export async function openContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await (await launch()).newContext({ locale: 'en-GB', ...options })
  context.setDefaultTimeout(10_000)
  return context
}

function launch(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: findChromium() ?? '', args: ARGUMENTS })
  return launched
}

// Outside of every suite: runs once, when all of them are through.
after(async () => {
  await (await launched)?.close()
})
