import { Drafts } from './drafts.ts'
import { safeStorage } from './safe-storage.ts'

/** The drafts of this tab. */
export const tabDrafts = new Drafts(safeStorage(() => window.sessionStorage))
