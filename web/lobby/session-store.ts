import type { User } from '../../server/protocol/room-document.ts'
import { isRecord } from '../common/is-record.ts'
import type { KeyValues } from '../common/safe-storage.ts'

/** A signed-in user, as this tab keeps it. */
export interface Session {
  readonly token: string
  readonly user: User & { readonly color?: string }
}

/** Where the session survives a reload. Each tab has its own, so that several tabs can be several users. */
export interface SessionStore {
  /** The tab's own session; without one, the browser's, unless this tab has signed out since. */
  load(): Session | undefined
  /** Whether the tab's session is its own, and not the browser's. */
  readonly isOwn: boolean
  /** `stay` keeps it for the whole browser, beyond its end. */
  save(session: Session, stay: boolean): void
  /** Forgets the session in this tab, and in the browser where it is the same one. */
  clear(): void
}

const KEY = 'soc-draw.session'
const SIGNED_OUT = 'signed out'

export function createSessionStore(tab: KeyValues, browser: KeyValues): SessionStore {
  return {
    load() {
      const own = tab.getItem(KEY)
      return own === SIGNED_OUT ? undefined : (parse(own) ?? parse(browser.getItem(KEY)))
    },
    get isOwn() {
      const own = parse(tab.getItem(KEY))
      return own !== undefined && own.token !== parse(browser.getItem(KEY))?.token
    },
    save(session, stay) {
      const text = JSON.stringify(session)
      tab.setItem(KEY, text)
      if (stay) browser.setItem(KEY, text)
    },
    clear() {
      const own = parse(tab.getItem(KEY)) ?? parse(browser.getItem(KEY))
      // Without the mark, the tab would come back as the browser's user: somebody else than the one who signed out.
      tab.setItem(KEY, SIGNED_OUT)
      if (own !== undefined && parse(browser.getItem(KEY))?.token === own.token) browser.removeItem(KEY)
    },
  }
}

function parse(text: string | null): Session | undefined {
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (!isSession(value)) return undefined
    const { id, name, color } = value.user
    return { token: value.token, user: { id, name, ...(typeof color === 'string' && { color }) } }
  } catch {
    // Written by something else under our key: as good as nothing.
    return undefined
  }
}

export function isSession(value: unknown): value is Session {
  if (!isRecord(value) || typeof value.token !== 'string' || !isRecord(value.user)) return false
  return typeof value.user.id === 'string' && typeof value.user.name === 'string'
}
