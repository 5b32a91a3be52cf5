/** What a room's id is, in words. */
export const ROOM_ID_WORDS = '1 to 100 letters, digits, dots, colons, dashes and underscores, and not . or .. alone'

/**
 * Whether a room can have this id: it stands in the room's address as it is. One dot or two alone no address can carry: a
 * browser takes them for steps up, however they are written.
 */
export function isRoomId(id: string): boolean {
  return /^[\w:.-]{1,100}$/.test(id) && id !== '.' && id !== '..'
}
