import { alwaysAwake, type Wakefulness } from './wakefulness.ts'

/** What of a browser's window tells whether somebody looks at the page, and whether it is online. */
export interface PageWindow extends Pick<EventTarget, 'addEventListener'> {
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener'>
  readonly navigator: Pick<Navigator, 'onLine'>
  readonly location: Pick<Location, 'hostname'>
}

/** Servers on this very machine, which no network is needed for. */
const HERE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** Awake while the page is seen and online. */
class PageWakefulness implements Wakefulness {
  readonly #window: PageWindow
  readonly #listeners = new Set<(restored: boolean) => void>()
  #online: boolean

  constructor(window: PageWindow) {
    const { document, navigator, location } = window
    this.#window = window
    // A page of this machine has just come without any network: only what happens from here on counts.
    this.#online = navigator.onLine || HERE.test(location.hostname)
    document.addEventListener('visibilitychange', () => this.#woke(false))
    window.addEventListener('online', () => this.#went(true))
    window.addEventListener('offline', () => this.#went(false))
    window.addEventListener('pageshow', (event) => {
      if ('persisted' in event && event.persisted) this.#restored()
    })
  }

  get awake(): boolean {
    return this.#online && this.#window.document.visibilityState !== 'hidden'
  }

  onWake(woke: (restored: boolean) => void): () => void {
    this.#listeners.add(woke)
    return () => this.#listeners.delete(woke)
  }

  #went(online: boolean): void {
    this.#online = online
    this.#woke(false)
  }

  /** Out of the browser's cache of pages, where it heard nothing. */
  #restored(): void {
    this.#online ||= this.#window.navigator.onLine
    this.#woke(true)
  }

  #woke(restored: boolean): void {
    if (this.awake) for (const listener of [...this.#listeners]) listener(restored)
  }
}

let ofThisPage: Wakefulness | undefined

/** The one of the page that this runs in; where there is none, always awake. */
export function pageWakefulness(window: PageWindow | undefined = windowHere()): Wakefulness {
  if (!window) return alwaysAwake
  if (window !== windowHere()) return new PageWakefulness(window)
  ofThisPage ??= new PageWakefulness(window)
  return ofThisPage
}

function windowHere(): PageWindow | undefined {
  return typeof document === 'undefined' ? undefined : globalThis.window
}
