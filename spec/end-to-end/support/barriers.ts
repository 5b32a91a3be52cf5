import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Where to look, and how bad it must be to be told. */
export interface BarrierSearch {
  /** The part of the page to look at, by its selector; all of it without. */
  within?: string
  /** Tells every barrier, not only those that keep somebody from using the page. */
  every?: boolean
  /** Looks at the page as it is, not in light and dark. */
  asItIs?: boolean
}

/** What axe finds wrong with the page, in words; none where nothing is. It leaves the page in dark colours, unless it looks at it as it is. */
export async function barriers({ page }: { page: Page }, search: BarrierSearch = {}): Promise<string[]> {
  if (search.asItIs) return analyse(page, search)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await analyse(page, search)
  // Colours differ by scheme, everything else does not.
  await page.emulateMedia({ colorScheme: 'dark' })
  return [...light, ...(await analyse(page, search, ['color-contrast']))]
}

async function analyse(page: Page, { within, every }: BarrierSearch, only?: string[]): Promise<string[]> {
  // Once for each document: it is half a megabyte, which takes longer to read than most of what it then does.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const options: axe.RunOptions = {
    // What passes is not told at length.
    resultTypes: ['violations'],
    // Contrast is of what is painted: the style sheets, which are fetched anew for another rule, tell nothing of it.
    ...(only && { runOnly: { type: 'rule' as const, values: only }, preload: false }),
  }
  const violations = await page.evaluate(
    async ([place, options]) => (await window.axe.run(place, options)).violations,
    [within ?? 'html', options] as const,
  )
  return violations
    .filter(({ impact }) => every || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}
