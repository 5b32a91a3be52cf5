import { keyName, typesSign } from '../../common/key-name.ts'

export interface HeldSpaceParts {
  /** Whether a key that is pressed there is the board's. */
  takes(target: EventTarget | null): boolean
  readonly signal: AbortSignal
}

/**
 * Whether the space bar is held over a board. It must be pressed there, and is lifted wherever that is heard of: on a
 * button that took the focus meanwhile, or with the window, which hears of nothing while it is in the background.
 */
export class HeldSpace {
  #down = false

  constructor({ takes, signal }: HeldSpaceParts) {
    const lift = (): void => {
      this.#down = false
    }
    const press = (event: KeyboardEvent): void => {
      if (keyName(event) !== 'Space' || event.ctrlKey || event.metaKey || typesSign(event)) return
      if (!takes(event.target)) return
      event.preventDefault()
      this.#down = true
    }
    const lifted = (event: KeyboardEvent): void => {
      const name = keyName(event)
      // While ⌘ is held a Mac tells of no other key's release.
      if (name === 'Space' || name === 'Meta') lift()
    }
    window.addEventListener('keydown', press, { signal })
    window.addEventListener('keyup', lifted, { signal, capture: true })
    window.addEventListener('blur', lift, { signal })
    document.addEventListener('visibilitychange', lift, { signal })
  }

  get down(): boolean {
    return this.#down
  }
}
