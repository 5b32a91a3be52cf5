import { Store } from '../../common/store.ts'

/** How far from the end a reader still counts as being there, in pixels. */
const NEAR = 200
/** What stays visible above the first new message, in pixels. */
const CONTEXT = 72

/**
 * Keeps a list's reader at the end as it grows, unless they have scrolled up; then their place is kept. Hidden and shown
 * again, the list stands where it stood.
 */
export class ScrollKeeper {
  /** Whether the reader is at the end. */
  readonly atEnd = new Store(true)
  readonly #list: HTMLElement
  readonly #resized: ResizeObserver
  #top = 0
  /** Where the reader was put to read what is new: near the end, yet not to be taken there by it. */
  #held: number | undefined

  constructor(list: HTMLElement) {
    this.#list = list
    list.addEventListener('scroll', this.#note, { passive: true })
    // The composer grows, a keyboard opens, a window is resized: whoever was at the end is there still.
    this.#resized = new ResizeObserver(() => this.settle())
    this.#resized.observe(list)
    for (const child of list.children) this.#resized.observe(child)
  }

  /** The list has grown or changed its size. */
  settle(): void {
    if (this.atEnd.value) this.toEnd()
  }

  toEnd(): void {
    if (this.#hidden) return
    this.#held = undefined
    this.#list.scrollTop = this.#list.scrollHeight
    this.#note()
  }

  /** The list came to the front: back to its place, which is the first new message for a reader who was at the end. */
  restore(firstNew: HTMLElement | null): void {
    if (this.#hidden) return
    if (!this.atEnd.value) this.#list.scrollTop = this.#top
    else if (firstNew === null) this.toEnd()
    else {
      const offset = firstNew.getBoundingClientRect().top - this.#list.getBoundingClientRect().top
      this.#list.scrollTop += offset - CONTEXT
      this.#held = this.#list.scrollTop
      this.#note()
    }
  }

  destroy(): void {
    this.#resized.disconnect()
    this.#list.removeEventListener('scroll', this.#note)
  }

  /** A hidden list has no height, and what it says of its scrolling is nobody's doing. */
  get #hidden(): boolean {
    return this.#list.clientHeight === 0
  }

  readonly #note = (): void => {
    if (this.#hidden) return
    const { scrollTop, scrollHeight, clientHeight } = this.#list
    this.#top = scrollTop
    if (this.#held !== scrollTop) this.#held = undefined
    const left = scrollHeight - clientHeight - scrollTop
    this.atEnd.set(left <= (this.#held === undefined ? NEAR : 1))
  }
}
