import { Drafts } from './drafts.ts'
import { safeStorage } from './safe-storage.ts'

/** The drafts of this tab. A page that is one of several at its origin keeps them among what is its own. */
export const tabDrafts = new Drafts(safeStorage(() => window.sessionStorage))
