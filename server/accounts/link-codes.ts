import { timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from './ports.ts'
import { hashToken, isToken, makeToken } from './session-tokens.ts'

/** A name by which the link is found, and no secret: 16 characters. */
const ID_BYTES = 12
const ID_FORM = /^[A-Za-z0-9_-]{16}$/
const ID_LENGTH = 16
/** Compared with where there is no link, so that this is no quicker. */
const NOBODYS_HASH = hashToken('')

/** What a link is stored by. */
interface Stored {
  readonly id: string
  /** A digest of the secret; the secret itself is stored nowhere. */
  readonly secretHash: string
}

/** A link's code: an id, by which it is found, and a secret of 256 random bits. Told once, it is kept by nobody but who has it. */
export function makeCode(randomBytes: RandomBytes): Stored & { readonly code: string } {
  const id = Buffer.from(randomBytes(ID_BYTES)).toString('base64url')
  const secret = makeToken(randomBytes)
  return { id, secretHash: hashToken(secret), code: id + secret }
}

/** The link whose code this is; undefined where there is none. Its secret is compared in constant time. */
export async function findByCode<Link extends Stored>(
  code: string,
  find: (id: string) => Promise<Link | undefined>,
): Promise<Link | undefined> {
  const [id, secret] = [code.slice(0, ID_LENGTH), code.slice(ID_LENGTH)]
  const link = ID_FORM.test(id) && isToken(secret) ? await find(id) : undefined
  const same = timingSafeEqual(Buffer.from(hashToken(secret)), Buffer.from(link?.secretHash ?? NOBODYS_HASH))
  return same ? link : undefined
}
