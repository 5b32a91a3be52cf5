/** Marks where the focus goes on when what had it near by is taken away: `<input data-focus-home />`. */
const HOME = '[data-focus-home]'

/** A field that gets the focus brings a keyboard over half of a phone. */
const FIELD = 'input, textarea'

/**
 * Keeps the keyboard alive within an element: a browser that loses what has the focus, because it was removed or hidden,
 * gives it to nobody, and no key reaches anything until the next click. Then the nearest home takes it: the first visible
 * one in the closest surroundings that still stand. Whoever takes the focus away on purpose, by a click beside everything,
 * is left alone. Returns what ends it.
 */
export function keepFocus(root: HTMLElement): () => void {
  const touch = window.matchMedia('(pointer: coarse)')
  /** What had the focus last, and all around it up to the root, from the inside. */
  let near: readonly HTMLElement[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const check = (): void => {
    timer = undefined
    const [last, ...around] = near
    if (last === undefined || (document.activeElement !== null && document.activeElement !== document.body)) return
    near = []
    if (isThere(last)) return
    const homes = around.filter((each) => each.isConnected).flatMap((each) => [...each.querySelectorAll(HOME)])
    const home = homes.find((each) => isThere(each) && !(touch.matches && each.matches(FIELD)))
    if (home instanceof HTMLElement) home.focus({ preventScroll: true })
  }
  // Not at once: the focus may be on its way to somewhere else.
  const soon = (): void => {
    timer ??= setTimeout(check)
  }
  const took = ({ target }: FocusEvent): void => {
    near = target instanceof HTMLElement ? [target, ...ancestors(target, root)] : []
  }
  const observer = new MutationObserver(soon)
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ['hidden', 'open', 'inert', 'disabled'] })
  root.addEventListener('focusin', took)
  root.addEventListener('focusout', soon)
  return () => {
    clearTimeout(timer)
    observer.disconnect()
    root.removeEventListener('focusin', took)
    root.removeEventListener('focusout', soon)
  }
}

/** Whether it can have the focus. */
function isThere(element: Element): boolean {
  return element.isConnected && element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]')
}

function ancestors(element: HTMLElement, root: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = []
  for (let each = element.parentElement; each && root.contains(each); each = each.parentElement) found.push(each)
  return found
}
