/** How often it is looked whether a screen is another one, in milliseconds. */
const EVERY = 400

/**
 * Calls `changed` when a CSS pixel has come to be another number of the screen's: on another screen, or where the page is
 * zoomed. It is asked for, since no event is sure to tell: sizes stay as they are, and a browser that is told by its
 * tools to be another screen answers media queries as before. Returns what stops it.
 */
export function watchPixelRatio(changed: () => void): () => void {
  let last = window.devicePixelRatio
  const timer = setInterval(() => {
    if (window.devicePixelRatio === last) return
    last = window.devicePixelRatio
    changed()
  }, EVERY)
  return () => clearInterval(timer)
}
