import type { Clock } from '../../server/protocol/clock.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomViews } from '../applications/view-module.ts'
import type { OwnUser } from '../client/account.ts'
import type { KeyValues } from '../common/safe-storage.ts'
import { Listeners, type Subscribable } from '../common/store.ts'
import { tabDrafts } from '../common/tab-drafts.ts'
import type { OpenLobby } from './lobby-connection.ts'
import type { Session, SessionStore } from './session-store.ts'
import type { SignInForm } from './sign-in-fields.tsx'
import type { Site, SiteApi } from './site-api.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'
import { Visit, type VisitOptions } from './visit.ts'

/** What the page is about, as a whole. */
export type PagePhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable'; readonly error: SocDrawError }
  /** `notice` tells why, to somebody who did not sign out by themselves. */
  | { readonly kind: 'signed-out'; readonly site: Site; readonly notice: string | undefined }
  | { readonly kind: 'visiting'; readonly site: Site; readonly visit: Visit }

/** All that the page reaches the world by. */
export interface PageDependencies {
  readonly api: SiteApi
  readonly openLobby: OpenLobby
  readonly views: RoomViews
  /** What stands around every room's view. */
  readonly roomParts: VisitOptions['roomParts']
  /** Does something once the page has nothing else to do. */
  idle(task: () => void): void
  readonly sessions: SessionStore
  /** Whether this tab was made by duplicating another one that is open still. */
  isTwin(): Promise<boolean>
  readonly tab: KeyValues
  readonly clock: Clock
}

const ENDED = 'Your session has ended: it was signed out elsewhere, or has expired. Sign in to go on where you were.'
/** How long until an unreachable server is asked again, in milliseconds. */
const AGAIN = 4_000

/** The page, from its first question to the server until it is closed. */
export class PageModel implements Subscribable {
  readonly #deps: PageDependencies
  readonly #listeners = new Listeners()
  #phase: PagePhase = { kind: 'loading' }
  #cancelRetry: () => void = () => undefined

  constructor(dependencies: PageDependencies) {
    this.#deps = dependencies
  }

  get phase(): PagePhase {
    return this.#phase
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** Asks the server what it offers, again and again until it answers, and goes on with the tab's session if there is one. */
  async start(): Promise<void> {
    this.#cancelRetry()
    try {
      const site = await this.#deps.api.site()
      const session = await this.#session()
      if (session === undefined) this.#move({ kind: 'signed-out', site, notice: undefined })
      else this.#visit(site, session)
    } catch (error) {
      this.#move({ kind: 'unreachable', error: toSocDrawError(error) })
      this.#cancelRetry = this.#deps.clock.setTimer(AGAIN, () => void this.start())
    }
  }

  /** The tab's session. A copy of another tab goes on in one of its own, so that neither signs the other out. */
  async #session(): Promise<Session | undefined> {
    const { api, sessions, isTwin } = this.#deps
    const [session, twin] = [sessions.load(), await isTwin()]
    if (session === undefined || !twin || !sessions.isOwn) return session
    try {
      const own = await api.anotherSession(session.token)
      sessions.save(own, false)
      return own
    } catch (error) {
      console.error('The copy of a tab goes on in the session of the first one: signing out of one ends both.', error)
      return session
    }
  }

  /** @throws SocDrawError in words for the form: a wrong password, too many attempts, no connection */
  async signIn({ username, password, stay }: SignInForm): Promise<void> {
    if (this.#phase.kind !== 'signed-out') return
    this.begin(await this.#deps.api.signIn(username, password), stay)
  }

  /** Goes on in this session, where nobody is signed in. */
  begin(session: Session, stay: boolean): void {
    if (this.#phase.kind !== 'signed-out') return
    this.#deps.sessions.save(session, stay)
    this.#visit(this.#phase.site, session)
  }

  /** When the page is loaded next, it goes on in this session. */
  keep(session: Session, stay: boolean): void {
    this.#deps.sessions.save(session, stay)
  }

  /** Goes on under another name or colour: every connection is made anew, so that all rooms show it. */
  changed({ name, color }: Pick<OwnUser, 'name' | 'color'>): void {
    if (this.#phase.kind !== 'visiting') return
    const { site, visit } = this.#phase
    const { token, user } = visit.session
    const session = { token, user: { id: user.id, name, ...(color !== null && { color }) } }
    this.#deps.sessions.save(session, !this.#deps.sessions.isOwn)
    visit.close()
    this.#visit(site, session)
  }

  /** Shows the sign-in page at once, and tells the server then; that it could not be told is no reason to stay. */
  async signOut(): Promise<void> {
    if (this.#phase.kind !== 'visiting') return
    const { site, visit } = this.#phase
    this.#deps.sessions.clear()
    tabDrafts.clear()
    this.#move({ kind: 'signed-out', site, notice: undefined })
    await visit.leave()
    try {
      await this.#deps.api.signOut(visit.session.token)
    } catch (error) {
      console.error('The server could not be told of the sign-out; the session ends there by itself.', error)
    }
  }

  /** Closes every connection; the tab remembers where it was. */
  stop(): void {
    this.#cancelRetry()
    if (this.#phase.kind === 'visiting') this.#phase.visit.close()
  }

  #visit(site: Site, session: Session): void {
    const { api: _, sessions: __, ...deps } = this.#deps
    const visit: Visit = new Visit({ ...deps, session, site, ended: () => this.#end(visit) })
    this.#move({ kind: 'visiting', site, visit })
    visit.start()
  }

  /** The session was ended by others: who signs in again returns to the same rooms. */
  #end(visit: Visit): void {
    visit.close()
    // It may be one that was signed out a moment ago.
    if (this.#phase.kind !== 'visiting' || this.#phase.visit !== visit) return
    this.#deps.sessions.clear()
    this.#move({ kind: 'signed-out', site: this.#phase.site, notice: ENDED })
  }

  #move(phase: PagePhase): void {
    this.#phase = phase
    this.#listeners.notify()
  }
}
