import type { Visitor } from './visitor.ts'

/** Hides the page as another tab in front of it would, or shows it again. */
export async function show({ page }: Visitor, visibility: DocumentVisibilityState): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, visibility)
}
