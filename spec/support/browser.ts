import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { findChromium, launchChromium, NO_CHROMIUM } from './chromium.ts'

/** One of several processes that are given the specs' files, one after the other: its browser serves them all, and ends with it. */
const SERVES_MANY = process.env.MOCHA_WORKER_ID !== undefined

let launched: Promise<Browser> | undefined

/**
 * A suite that needs a real Chromium. Without one it is skipped, and its title says how to get one; where `CI` is `true`
 * it fails instead.
 */
export function describeInBrowser(title: string, body: (this: Mocha.Suite) => void): void {
  const missing = findChromium() === undefined
  describe(missing ? `${title} (skipped: ${NO_CHROMIUM})` : title, function (this: Mocha.Suite) {
    // A browser on a machine that is busy with everything else; what a spec waits for has its own, shorter limit.
    this.timeout(240_000)
    before(function (this: Mocha.Context) {
      if (!missing) return
      if (process.env.CI === 'true') throw new Error(NO_CHROMIUM)
      this.skip()
    })
    body.call(this)
    after(closeBrowser)
  })
}

/**
 * A browser profile of its own, in the one Chromium that all specs of a suite share. Nothing in it takes longer than 45
 * seconds, and nothing moves unless asked to: what breathes is painted all the while.
 */
export async function openContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  launched ??= launchChromium()
  const context = await (await launched).newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(45_000)
  return context
}

/** Nothing that a suite opened is left to the next one. */
async function closeBrowser(): Promise<void> {
  const browser = await launched
  if (SERVES_MANY && browser?.isConnected()) {
    await Promise.all(browser.contexts().map((context) => context.close()))
    return
  }
  launched = undefined
  await browser?.close()
}
