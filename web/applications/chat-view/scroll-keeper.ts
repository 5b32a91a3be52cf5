import { Store } from '../../common/store.ts'
import { placeIn, type ReadingPlace } from './reading-place.ts'

/** How far from the end a reader still counts as being there, in pixels. */
const NEAR = 200
/** How far from an end of the list what goes on there is wanted, in pixels. */
const REACH = 600
/** What stays visible above the first new message, in pixels. */
const CONTEXT = 72

/**
 * Keeps a list's reader at the end as it grows, unless they have scrolled up; then they keep their place, to the pixel,
 * whatever comes and goes above it. Browsers do that by themselves in part only, so the list's style tells them not to.
 * Hidden and shown again, the list stands where it stood.
 */
export class ScrollKeeper {
  /** Whether the reader is at the end, and that is the end of all. */
  readonly atEnd = new Store(true)
  /** Whether the reader comes near the list's first line. */
  readonly nearTop = new Store(false)
  /** Whether the reader comes near the list's last line. */
  readonly nearBottom = new Store(false)
  readonly #list: HTMLElement
  readonly #resized: ResizeObserver
  #top = 0
  #place: ReadingPlace | undefined
  /** Where the reader was put to read what is new: near the end, yet not to be taken there by it. */
  #held: number | undefined
  /** Whether the list goes on to the end of all. */
  #whole = true
  /** Whether the reader is to be brought to the end as soon as the list goes on to it. */
  #wanted = false
  /** Whether it was hidden: then its scrolling is nobody's doing until it is back at its place. */
  #away = false

  constructor(list: HTMLElement) {
    this.#list = list
    list.addEventListener('scroll', this.#note, { passive: true })
    // The composer grows, a keyboard opens, a window is resized: everybody is still where they were.
    this.#resized = new ResizeObserver(() => this.#resize())
    this.#resized.observe(list)
    for (const child of list.children) this.#resized.observe(child)
  }

  /** The list is about to change: where it is at this very moment counts, of which no event has told yet. */
  hold(): void {
    this.#note()
  }

  /** The list has changed. `whole`: it goes on to the end of all. */
  keep(whole: boolean): void {
    this.#whole = whole
    if (this.#wanted && whole) this.toEnd()
    else this.#settle()
  }

  /** To the end, now or as soon as the list goes on to it. */
  toEnd(): void {
    this.#wanted = !this.#whole
    if (this.#hidden || this.#wanted) return
    this.#held = undefined
    this.#list.scrollTop = this.#list.scrollHeight
    this.#note()
  }

  /** The list came to the front: back to its place, which is the first new message for a reader who was at the end. */
  restore(firstNew: HTMLElement | null): void {
    this.#comeBack()
    if (this.#hidden) return
    if (!this.atEnd.value) this.#return()
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

  /** A hidden list has no height. */
  get #hidden(): boolean {
    return this.#away || this.#list.clientHeight === 0
  }

  #resize(): void {
    if (this.#list.clientHeight === 0) this.#away = true
    else {
      this.#comeBack()
      this.#settle()
    }
  }

  #comeBack(): void {
    if (!this.#away || this.#list.clientHeight === 0) return
    this.#away = false
    this.#list.scrollTop = this.#top
  }

  #settle(): void {
    if (this.#hidden) return
    if (this.atEnd.value && this.#whole) this.toEnd()
    else this.#return()
  }

  /** Brings the line that the reader was at back to where it was. */
  #return(): void {
    const list = this.#list
    const moved = this.#place?.moved ?? 0
    // Not everywhere can less than a pixel be scrolled. It is the same place still, so that roundings don't add up.
    if (Math.abs(moved) >= 1) {
      const held = this.#held === list.scrollTop
      list.scrollTop += moved
      if (held) this.#held = list.scrollTop
    }
    this.#look()
  }

  readonly #note = (): void => {
    if (this.#hidden) return
    // Events also tell of what was made up for a moment ago.
    if (this.#list.scrollTop !== this.#top) this.#place = undefined
    this.#look()
  }

  #look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#list
    this.#top = scrollTop
    if (this.#place === undefined || this.#place.lost) this.#place = placeIn(this.#list)
    if (this.#held !== scrollTop) this.#held = undefined
    const left = scrollHeight - clientHeight - scrollTop
    this.atEnd.set(this.#whole && left <= (this.#held === undefined ? NEAR : 1))
    this.nearTop.set(scrollTop <= REACH)
    this.nearBottom.set(left <= REACH)
  }
}
