/** What stands before the code of a link in its address: behind `#`, which no browser sends and no log sees. */
export const LINK_FRAGMENT = '#link='

/** What the code of a link into a room begins with: by that a page knows what it opens, before anybody is signed in. */
export const ROOM_CODE = 'room.'

/** The address of a link on its server. @param basePath where the page stands, with a slash at both ends */
export function linkPath(basePath: string, code: string): string {
  return basePath + LINK_FRAGMENT + code
}
