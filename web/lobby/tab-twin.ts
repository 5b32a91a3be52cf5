import type { KeyValues } from '../common/safe-storage.ts'

/** The part of the browser's locks that is used. */
export type Locks = Pick<LockManager, 'request'>

interface TwinParts {
  readonly tab: KeyValues
  /** Absent where the page's address is not secure: nobody can tell then. */
  readonly locks: Locks | undefined
  name(): string
}

const KEY = 'soc-draw.tab'

/**
 * Whether this tab is the copy of another that is still open: a browser that duplicates a tab gives the copy all that the
 * first one has stored. From then on the copy has a name of its own. A tab holds a lock by its name as long as its page
 * stands; so a page that was loaded anew is no copy.
 */
export async function isTwin(parts: TwinParts): Promise<boolean> {
  try {
    return await takeName(parts)
  } catch {
    // A browser that lets this page have no locks: nobody can tell.
    return false
  }
}

async function takeName({ tab, locks, name }: TwinParts): Promise<boolean> {
  if (locks === undefined) return false
  const known = tab.getItem(KEY)
  if (known !== null && (await hold(locks, known))) return false
  const own = name()
  tab.setItem(KEY, own)
  await hold(locks, own)
  return known !== null
}

/** Takes the lock of a tab's name for as long as the page stands; false where another page has it. */
function hold(locks: Locks, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    locks
      .request(`${KEY} ${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise(() => undefined)
      })
      .catch(reject)
  })
}
