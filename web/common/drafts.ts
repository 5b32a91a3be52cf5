import { isRecord } from './is-record.ts'
import type { KeyValues } from './safe-storage.ts'

/** What somebody has begun to write at one place. */
export interface Draft {
  /** Empty where there is none. */
  read(): string
  write(text: string): void
}

const KEY = 'soc-draw.drafts'
/** At how many places a draft is kept; the ones left alone for longest are dropped. */
const MOST = 20

type Kept = readonly (readonly [place: string, text: string])[]

/** What a tab's user has begun to write, so that it outlives the page: a reload, or a way there and back again. */
export class Drafts {
  #storage: KeyValues

  constructor(storage: KeyValues) {
    this.#storage = storage
  }

  /** Keeps them there from now on. */
  keepIn(storage: KeyValues): void {
    this.#storage = storage
  }

  /** A user's draft at a place, such as `chat/R:1`. Another user's are dropped at the first change. */
  of(user: string, place: string): Draft {
    return {
      read: () => this.#load(user).find(([each]) => each === place)?.[1] ?? '',
      write: (text) => {
        const others = this.#load(user).filter(([each]) => each !== place)
        const drafts = text.trim() === '' ? others : [...others, [place, text]].slice(-MOST)
        if (drafts.length === 0) this.clear()
        else this.#storage.setItem(KEY, JSON.stringify({ user, drafts }))
      },
    }
  }

  /** Forgets them all: whoever uses the tab next must not see them. */
  clear(): void {
    this.#storage.removeItem(KEY)
  }

  #load(user: string): Kept {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(KEY) ?? 'null')
      if (!isRecord(value) || value.user !== user || !Array.isArray(value.drafts)) return []
      return value.drafts.filter(isDraft)
    } catch {
      // Written by something else under our key: as good as nothing.
      return []
    }
  }
}

function isDraft(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}
