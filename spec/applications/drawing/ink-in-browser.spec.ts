import { expect } from 'chai'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import type { Stroke } from '../../../server/applications/drawing/stroke.ts'
import { plainLine } from '../../../server/contract/plain-text.ts'
import { eventually } from '../../end-to-end/support/visitor.ts'
import { describeInBrowser, openContext } from '../../support/browser.ts'
import { buildLab } from './lab/build-lab.ts'
import type {} from './lab/lab.ts'
import type { Sample } from './lab/sample.ts'
import { anyZoom, samples, ways } from './strokes.ts'

/**
 * What is drawn is the same in each run, so that a browser's rounding at some corner of an outline makes no run fail by
 * chance: `INK_SEED` draws other things.
 */
const seed = Number(process.env.INK_SEED ?? 20261128)

describeInBrowser('ink on a real canvas', () => {
  let script: string

  before(async () => {
    script = await buildLab()
  })

  for (const ratio of [1, 1.5, 2, 3]) {
    describe(`on a screen of ${ratio} pixels to one of CSS`, () => {
      let page: Page

      before(async () => {
        page = await (await openContext({ deviceScaleFactor: ratio })).newPage()
        await page.addScriptTag({ content: script })
      })
      after(() => page.context().close())

      for (const when of ['settled', 'at once'] as const) {
        it(`is gone without a trace when it is taken away, ${when}, and leaves all else as it was`, async () => {
          const given = fc.sample(samples(anyZoom), { seed, numRuns: 16 })
          const wrong = await page.evaluate(([all, time]) => window.lab.emptyThen(all, time), [given, when] as const)
          expect(wrong.map((each) => JSON.stringify(each)).join('\n')).to.equal('')
        })
      }
    })
  }

  it('turns out otherwise than one thought without leaving what one thought', async () => {
    const page = await (await openContext()).newPage()
    await page.addScriptTag({ content: script })
    const painted = await page.evaluate(() => window.lab.otherThanThought())
    await page.context().close()
    expect(painted.thought).to.be.above(500)
    expect(painted.shorter, 'as if it had never been longer').to.equal(0)
    expect(painted.takenAway).to.equal(0)
  })

  it('is as sharp as the screen it is moved to, and where the page is zoomed', async () => {
    const page = await (await openContext({ viewport: { width: 400, height: 300 } })).newPage()
    await page.addScriptTag({ content: script })
    const [sample] = fc.sample(samples(anyZoom), { seed, numRuns: 1 })
    const sharpness = await page.evaluateHandle((given) => window.lab.sharpness(given), sample as Sample)
    const devtools = await page.context().newCDPSession(page)
    for (const deviceScaleFactor of [1, 2, 1.25, 3]) {
      const screen = { width: 400, height: 300, mobile: false, deviceScaleFactor }
      await devtools.send('Emulation.setDeviceMetricsOverride', screen)
      const sharp = JSON.stringify([deviceScaleFactor, deviceScaleFactor])
      await eventually(async () => JSON.stringify(await sharpness.evaluate((ask) => ask())) === sharp, `it is ${sharp}`)
    }
    await page.context().close()
  })

  it('is exported as files that can be opened, and show what the board shows, nothing cut off', async () => {
    const page = await (await openContext()).newPage()
    await page.addScriptTag({ content: script })
    const kinds = fc.sample(samples(fc.constantFrom(0.4, 0.7)), { seed, numRuns: 20 })
    const files = await page.evaluate((given) => window.lab.exported(given), kinds)
    await page.context().close()
    for (const [at, { error, elements, texts, ink, off, whole }] of files.entries()) {
      const about = JSON.stringify(kinds[at]?.strokes)
      const strokes = kinds[at]?.strokes ?? []
      expect({ error, elements, whole }, about).to.deep.equal({
        error: undefined,
        elements: strokes.length,
        whole: true,
      })
      expect(texts, about).to.deep.equal(
        strokes.flatMap((stroke) => (stroke.tool === 'text' ? [plainLine(stroke.text)] : [])),
      )
      expect(off, `of ${ink} pixels: ${about}`).to.be.at.most(20 + 0.01 * ink)
    }
  })

  it('is filled as elsewhere, and saved as SVG, where a browser answers with noise who reads a canvas', async () => {
    const page = await (await openContext()).newPage()
    await page.addScriptTag({ content: script })
    const look = { author: 'ann', colour: 6, width: 2, order: 1 }
    const strokes: Stroke[] = [{ ...look, tool: 'ellipse', points: [60, 40, 340, 360] }]
    const sample = { camera: { x: 0, y: 0, zoom: 0.5 }, width: 200, height: 200, strokes }
    const { plain, noisy } = await page.evaluate((given) => window.lab.unreadable(given), sample)
    await page.context().close()
    expect([plain.kind, noisy.kind]).to.deep.equal(['png', 'svg'])
    expect(plain.area).to.be.within(130, 150)
    expect(noisy.area).to.be.within(plain.area - 6, plain.area + 6)
  })

  it('is rubbed out where it is touched, and not where it is not, by a slow hand and a quick one', async () => {
    const page = await (await openContext()).newPage()
    await page.addScriptTag({ content: script })
    const given = [fc.sample(samples(anyZoom), { seed, numRuns: 60 }), fc.sample(ways, { seed, numRuns: 40 })] as const
    const wrong = await page.evaluate(([all, over]) => window.lab.rubbed(all, over), given)
    await page.context().close()
    expect(wrong.map((each) => JSON.stringify(each)).join('\n')).to.equal('')
  })
})
