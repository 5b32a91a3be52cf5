import { createHash } from 'node:crypto'
import type { RandomBytes } from './ports.ts'

const TOKEN_BYTES = 32
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits as base64url: 43 characters that say nothing. */
export function makeToken(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url')
}

/** Whether this could be a token at all; what could not is never looked up. */
export function isToken(text: string): boolean {
  return TOKEN_FORM.test(text)
}

/** What is stored of a token. A fast hash will do: 256 random bits cannot be searched. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
