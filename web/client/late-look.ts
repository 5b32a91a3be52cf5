import type { RoomListing, RoomPage } from '../../server/protocol/listings.ts'
import type { Look, LookPorts } from './look.ts'

/** What a lobby asks of its look. */
export type Looking = Pick<Look, 'show' | 'begin' | 'told' | 'update' | 'stop'>

/** Makes what looks at a lobby's list. */
export type MakeLook = (ports: LookPorts) => Looking

/**
 * A look whose code is loaded apart: a list's first page is looked at without it. What is to be shown, and the page with
 * which the list began, wait for it. `failed` is told when it does not come: then nothing beyond that page is told of.
 */
export class LateLook implements Looking {
  #look: Looking | undefined
  #shown: Parameters<Looking['show']> | undefined
  #page: RoomPage | undefined

  constructor(ports: LookPorts, load: () => Promise<MakeLook>, failed: (error: unknown) => void) {
    load().then((make) => this.#begin(make(ports)), failed)
  }

  show(...shown: Parameters<Looking['show']>): void {
    this.#shown = shown
    this.#look?.show(...shown)
  }

  begin(page: RoomPage): void {
    this.#page = page
    this.#look?.begin(page)
  }

  told(listings: readonly RoomListing[]): void {
    this.#look?.told(listings)
  }

  update(): void {
    this.#look?.update()
  }

  stop(): void {
    this.#page = undefined
    this.#look?.stop()
  }

  #begin(look: Looking): void {
    this.#look = look
    if (this.#shown) look.show(...this.#shown)
    if (this.#page) look.begin(this.#page)
  }
}
