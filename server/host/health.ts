import type { FastifyBaseLogger } from 'fastify'
import type { Ownership } from '../rooms/log/leases.ts'
import type { Report } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import type { Overload } from '../sockets/overload.ts'
import type { Store } from '../stores/store.ts'
import type { Said } from './start-words.ts'

/** Whether the server can do its work, and where what goes wrong is written. */
export class Health {
  /** Fastify's, as soon as there is one. */
  log: FastifyBaseLogger | undefined
  /** Shows it to an application's author, where the page comes from its sources. */
  show: Report | undefined
  #store: Pick<Store, 'check'> | undefined
  #registry: RoomRegistry | undefined
  #overload: Pick<Overload, 'lasts'> | undefined
  #ownership: Ownership | undefined
  #draining = false

  /** Where all is kept. */
  keptBy(store: Pick<Store, 'check'>): void {
    this.#store = store
  }

  /** From now on it is theirs too. @param ownership where it is one server among several */
  watch(registry: RoomRegistry, overload: Pick<Overload, 'lasts'>, ownership?: Ownership): void {
    this.#registry = registry
    this.#overload = overload
    this.#ownership = ownership
  }

  /** Whether no more work is to be sent here. */
  get draining(): boolean {
    return this.#draining
  }

  /** From now on no more work is to be sent here. */
  drain(): void {
    this.#draining = true
  }

  /** Why no more work should be sent here; undefined when all is well. */
  get trouble(): string | undefined {
    if (this.#stopping) return 'the server is stopping'
    if (this.#ownership && this.#ownership.lease === undefined)
      return 'no lease is held: the database has confirmed none'
    const trouble = this.#registry?.trouble
    if (trouble) return `nothing can be stored: ${trouble}`
    return this.#overload?.lasts ? 'the server has too much to do' : undefined
  }

  /**
   * As `trouble`, but that a store elsewhere is asked whether it is there: it may be lost while nobody stores anything, and
   * be there again while nobody can, since no more work is sent here.
   */
  async ready(): Promise<string | undefined> {
    if (!this.#store?.check || this.#stopping) return this.trouble
    const lost = await this.#store.check(this.#registry?.trouble !== undefined)
    if (lost !== undefined) return `nothing can be stored: ${lost}`
    this.#registry?.storesAgain()
    return this.trouble
  }

  get #stopping(): boolean {
    return this.#draining || (this.#registry?.stopping ?? false)
  }

  /** A rule held up everything for so long. */
  slow(rule: { readonly application: string; readonly rule: string; readonly ms: number }): void {
    this.log?.warn(rule, 'a rule took long, and every room stood still meanwhile')
  }

  /** Nobody new is taken in from now on, or somebody is again. */
  overload(lasts: boolean): void {
    if (lasts) this.log?.warn('the event loop is far behind: new connections are refused until it is in time again')
    else this.log?.info('the event loop is in time again: new connections are taken')
  }

  /** Tells whoever started the server, at its start. */
  say(said: readonly Said[]): void {
    for (const { level, text } of said) this.log?.[level](text)
  }

  report(error: unknown, context: Readonly<Record<string, unknown>>): void {
    this.log?.error({ err: error, ...context }, 'unexpected')
    this.show?.(error, context)
  }

  /** What may be nobody's fault, in words. */
  warn(message: string, context: Readonly<Record<string, unknown>>): void {
    this.log?.warn(context, message)
  }
}
