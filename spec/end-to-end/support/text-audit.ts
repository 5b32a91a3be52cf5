import type { Page } from 'playwright-core'

/**
 * What is wrong with the texts of a page as it stands: what runs from right to left and turns its neighbours, or is turned
 * by them; a field that does not follow what is typed; and what sticks out of the page.
 */
export async function auditTexts(page: Page): Promise<string[]> {
  // What runs the specs gives functions their names by it, which the page has not got.
  await page.evaluate('globalThis.__name ??= (named) => named')
  return page.evaluate(audit)
}

// Runs in the page: all that it needs stands within.
function audit(): string[] {
  const TURNS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u
  const ISOLATED = /\u2068[^\u2069]*\u2069/gu
  const turns = (text: string): boolean => TURNS.test(text.replace(ISOLATED, ''))
  const follows = (element: Element): boolean =>
    element.matches('bdi:not([dir]), [dir="auto"], bdi[dir="auto"]') ||
    getComputedStyle(element).unicodeBidi === 'plaintext'
  const ends = (element: Element): boolean =>
    follows(element) ||
    /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi) ||
    getComputedStyle(element).display !== 'inline'
  /** The nearest element that texts around it can't reach into. */
  const isolateOf = (node: Node): Element | null => {
    let element = node.parentElement
    while (element !== null && !ends(element)) element = element.parentElement
    return element
  }
  const texts: Text[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.checkVisibility() && node.textContent?.trim()) texts.push(node as Text)
  }
  const problems: string[] = []
  for (const text of texts.filter(({ data }) => turns(data))) {
    const isolate = isolateOf(text)
    const where = `${text.parentElement?.tagName.toLowerCase()}.${text.parentElement?.className}: ${text.data.slice(0, 60)}`
    if (isolate === null || !follows(isolate)) problems.push(`does not go by its own letters: ${where}`)
    const beside = texts.filter(
      (other) => other !== text && isolateOf(other) === isolate && /[\p{L}\p{N}]/u.test(other.data),
    )
    if (beside.length > 0) problems.push(`shares its direction with “${beside[0]?.data}”: ${where}`)
  }
  for (const element of document.querySelectorAll('[title], [aria-label]')) {
    for (const value of [element.getAttribute('title') ?? '', element.getAttribute('aria-label') ?? '']) {
      if (turns(value) && /[A-Za-z]/.test(value)) problems.push(`mixed in an attribute: ${value}`)
    }
  }
  if (turns(document.title)) problems.push(`mixed in the title: ${document.title}`)
  for (const field of document.querySelectorAll<HTMLInputElement>('textarea, input:not([type]), input[type="text"]')) {
    if (field.checkVisibility() && !field.readOnly && field.dir !== 'auto')
      problems.push(`a field with one direction: ${field.outerHTML}`)
  }
  for (const { parentElement } of texts) {
    const box = parentElement?.getBoundingClientRect()
    if (!parentElement || !box || box.width <= 1) continue
    let clip: Element | null = parentElement
    while (clip !== null && getComputedStyle(clip).overflowX === 'visible') clip = clip.parentElement
    if (clip === document.body && (box.right > innerWidth + 1 || box.left < -1)) {
      problems.push(`sticks out of the page: ${parentElement.className}: ${parentElement.textContent?.slice(0, 60)}`)
    }
  }
  // On a phone the game's players stand in one row that scrolls.
  for (const element of document.querySelectorAll('#page *:not(.guess-players)')) {
    const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX) && element.checkVisibility()
    if (scrolls && element.scrollWidth > element.clientWidth + 1)
      problems.push(`scrolls sideways: ${element.className}`)
  }
  if (document.documentElement.scrollWidth > innerWidth) problems.push('the page scrolls sideways')
  return [...new Set(problems)]
}
