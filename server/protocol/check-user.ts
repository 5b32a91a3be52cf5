import { isPrintable, isPrintableName } from './printable.ts'
import type { User } from './room-document.ts'

/** The longest id of a user, in characters: any directory's subject fits, also with its issuer before it. */
export const MAX_USER_ID = 300

/** What a user's colour looks like: one form, which every style sheet and canvas takes, and none that holds anything else. */
export const COLOR = /^#[0-9a-f]{6}$/

/** Whose ids no user can have: the system's own user. */
export const SYSTEM_USER_ID = '$system'

/**
 * Why something can't be a user's id, to stand after it in a sentence; undefined when it can. Applications keep records by
 * user id, in plain objects: so none is the name of what every object has already, and each can be a key of a state.
 */
export function faultOfUserId(id: unknown): string | undefined {
  if (typeof id !== 'string') return `it is no text (if it is a number, give String(id))`
  if (id === '') return 'it is empty'
  if (id.length > MAX_USER_ID) return `it has more than ${MAX_USER_ID} characters`
  if (!isPrintable(id))
    return 'it has a character that is invisible, breaks the line or turns the direction of the text'
  if (id === SYSTEM_USER_ID) return 'it is the system’s own'
  if (id in Object.prototype || id === 'prototype') {
    return 'every object has something of that name, which a record by user id would find: put something before it, such as u:'
  }
  return undefined
}

/** @throws TypeError that says whose id it is and what is wrong with it */
export function checkUserId(id: unknown, whose = 'a user'): asserts id is string {
  const fault = faultOfUserId(id)
  if (fault) throw new TypeError(`${inShort(id)} can’t be the id of ${whose}: ${fault}`)
}

/**
 * A user as some other part of the world tells of them: what is wrong with them is said in words, and nothing but what
 * belongs to a user is taken over.
 * @throws TypeError
 */
export function checkedUser(given: unknown): User & { readonly roles: readonly string[]; readonly color?: string } {
  if (typeof given !== 'object' || given === null) throw new TypeError(`${inShort(given)} is no user`)
  const { id, name, roles = [], color } = given as { readonly [key: string]: unknown }
  checkUserId(id)
  if (typeof name !== 'string' || !isPrintableName(name)) {
    throw new TypeError(
      `${inShort(name)} can’t be the name of the user ${inShort(id)}: a name has 1 to 100 characters, ` +
        'none of which is invisible, breaks the line or turns the direction of the text',
    )
  }
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === 'string')) {
    throw new TypeError(`the roles of the user ${inShort(id)} must be a list of texts`)
  }
  // Hosts' directories have colours of many kinds: one of another kind keeps nobody out.
  const shown = typeof color === 'string' ? color.toLowerCase() : ''
  return { id, name, roles: [...roles], ...(COLOR.test(shown) && { color: shown }) }
}

/** As much of a value as tells what it is, in quotes where it is text: what is invisible is escaped. */
function inShort(value: unknown): string {
  if (typeof value !== 'string') return value === null || typeof value !== 'object' ? String(value) : 'an object'
  const start = value.length > 40 ? `${value.slice(0, 40)}…` : value
  const readable = [...start].map((character) =>
    isPrintable(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
  return `"${readable.join('')}"`
}
