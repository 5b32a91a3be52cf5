/** How many tones `styles/avatar.css` has. */
export const TONES = 8

/** Two characters that stand for a name: `Ada Lovelace` → AL, `user:1` → U1, `ada` → AD. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const [first, last] = [words.at(0), words.at(-1)]
  if (first === undefined || last === undefined) return '?'
  const letters = words.length === 1 ? [...first].slice(0, 2) : [...first].slice(0, 1).concat([...last].slice(0, 1))
  return letters.join('').toUpperCase()
}

/** A user's tone, the same on every page and in every room: a number in [0, TONES). */
export function tone(userId: string): number {
  // FNV-1a: spreads ids that differ in their last character only, as demo users’ do.
  let hash = 0x811c9dc5
  for (let at = 0; at < userId.length; at += 1) hash = Math.imul(hash ^ userId.charCodeAt(at), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % TONES
}
