import { expect } from 'chai'
import type { CDPSession, Page } from 'playwright-core'
import { startPageServer } from '../end-to-end/support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from '../end-to-end/support/visitor.ts'
import { temporaryFolder } from '../stores/sqlite/temporary-folder.ts'
import { describeInBrowser } from '../support/browser.ts'
import { writeLongChat } from '../support/long-chat.ts'

const COUNT = 100_000
const BEGINNING = 'This is the beginning of the conversation.'
/** After how many messages the page is measured. */
const MEASURED_EVERY = 20_000

interface Size {
  readonly nodes: number
  readonly megabytes: number
}

describeInBrowser('the chat’s page, with 100,000 messages above', function () {
  this.timeout(20 * 60_000)

  it('goes up to the very first, without a gap, and does not grow on the way', async () => {
    const data = temporaryFolder()
    await writeLongChat(data, COUNT)
    const server = await startPageServer({ data, rooms: [{ id: 'R:1', name: 'First Room', application: 'chat' }] })
    try {
      const one = await Visitor.signedIn(`${server.url}/chat/R:1`, 'user:1')
      await one.message(`message ${COUNT}`).waitFor()
      const { page } = one
      const meter = await page.context().newCDPSession(page)
      const sizes: Size[] = []
      let [first, last] = await ends(page)
      let measureAt = COUNT - 2000
      while (!(await page.getByText(BEGINNING).isVisible())) {
        const before = first
        await page.locator('.chat-scroller').evaluate((list) => list.scrollTo(0, 0))
        await eventually(async () => (await ends(page))[0] < before || (await page.getByText(BEGINNING).isVisible()))
        const shown = await ends(page)
        ;[first, last] = shown
        expect(shown[2], `a gap between message ${first} and ${last}`).to.equal(last - first + 1)
        expect(shown[2]).to.be.at.most(1000)
        if (first > measureAt) continue
        measureAt -= MEASURED_EVERY
        sizes.push(await sizeOf(meter))
        process.stdout.write(`      at message ${first}: ${JSON.stringify(sizes.at(-1))}\n`)
      }
      expect(first).to.equal(1)
      sizes.push(await sizeOf(meter))
      const [begun] = sizes
      const ended = sizes.at(-1)
      process.stdout.write(`      at the first: ${JSON.stringify(ended)}\n`)
      expect(ended?.nodes).to.be.below(2 * (begun?.nodes ?? 0))
      expect(ended?.megabytes).to.be.below((begun?.megabytes ?? 0) + 20)
      await page.getByRole('button', { name: 'To the newest' }).click()
      await one.message(`message ${COUNT}`).waitFor()
      await one.say('and on')
    } finally {
      await everybodyLeaves()
      await server.stop()
    }
  })
})

/** The numbers of the first and the last message on the page, and how many there are. */
function ends(page: Page): Promise<[first: number, last: number, count: number]> {
  return page.getByRole('log').evaluate((log) => {
    const messages = log.querySelectorAll('.chat-message')
    const [first, last] = [messages[0], messages[messages.length - 1]].map((message) =>
      Number(/message (\d+)$/.exec(message?.textContent ?? '')?.[1]),
    )
    return [first ?? 0, last ?? 0, messages.length]
  })
}

/** What the page holds when all that can be let go of is. */
async function sizeOf(meter: CDPSession): Promise<Size> {
  await meter.send('Performance.enable')
  await meter.send('HeapProfiler.collectGarbage')
  const { metrics } = await meter.send('Performance.getMetrics')
  const figure = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return { nodes: figure('Nodes'), megabytes: Math.round(figure('JSHeapUsedSize') / 1e5) / 10 }
}
