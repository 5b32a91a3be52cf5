import type { AuditEntry } from '../protocol/audit-entry.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { findByCode, makeCode } from './link-codes.ts'
import type { Link, LinkStore, RandomBytes } from './ports.ts'

/** What a new link is to be. */
export interface NewLink extends Pick<Link, 'kind' | 'userId' | 'madeBy'> {
  /** In milliseconds. */
  readonly lifetime: number
  readonly uses: number
  /** How many of its kind there may be, for the same user or for none. */
  readonly keep: number
}

/** A link as whoever made it may see it, once. */
export interface MadeLink extends Pick<Link, 'id' | 'expiresAt' | 'usesLeft'> {
  /** What stands behind the `#` of its address, where no log sees it; nothing keeps it. */
  readonly code: string
}

export interface Links {
  /** @param audit is handed the link's id, which is no secret */
  make(link: NewLink, audit?: (id: string) => AuditEntry): Promise<MadeLink>
  /**
   * The link that a code opens. That it can be used now is no promise that it can be in a moment.
   * @throws SocDrawError `INVALID_LINK`, in the same words whether it was never one, has expired or is used up
   */
  open(code: string): Promise<Link>
}

interface Parts {
  readonly store: LinkStore
  readonly clock: Clock
  readonly randomBytes: RandomBytes
}

/** Links whose codes are an id, by which they are found, and a secret, whose hash is compared in constant time. */
export function createLinks({ store, clock, randomBytes }: Parts): Links {
  return {
    async make({ kind, userId, madeBy, lifetime, uses: usesLeft, keep }, audit) {
      const { id, secretHash, code } = makeCode(randomBytes)
      const madeAt = clock.now()
      const expiresAt = madeAt + lifetime
      const who = { ...(userId !== undefined && { userId }), ...(madeBy !== undefined && { madeBy }) }
      const link = { id, secretHash, kind, ...who, madeAt, expiresAt, usesLeft }
      await store.addLink(link, keep, audit?.(id))
      return { id, code, expiresAt, usesLeft }
    },
    async open(code) {
      const link = await findByCode(code, (id) => store.findLink(id))
      if (!link || link.usesLeft <= 0 || link.expiresAt <= clock.now()) throw new SocDrawError('INVALID_LINK')
      return link
    },
  }
}
