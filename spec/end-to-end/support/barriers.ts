import { AxeBuilder } from '@axe-core/playwright'
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

async function analyse(page: Page, { within, every }: BarrierSearch, rules?: string[]): Promise<string[]> {
  // What passes is not told at length. The page has no frames; for those of others, axe would open a further page each time.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  if (within !== undefined) axe.include(within)
  if (rules !== undefined) axe.withRules(rules)
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => every || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
