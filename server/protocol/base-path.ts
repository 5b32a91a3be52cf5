const PREFIX = /^(\/[A-Za-z0-9._~-]+)*\/?$/

/**
 * The path below which everything stands, with a slash at both ends: `/draw/` of `/draw`, `/` of nothing.
 * @throws TypeError for what is no path, or leads elsewhere
 */
export function basePathOf(prefix: string): string {
  if (!isPrefix(prefix)) throw new TypeError(`${JSON.stringify(prefix)} is no prefix: it must be a path such as /draw`)
  return prefix.endsWith('/') ? prefix : `${prefix}/`
}

/** Whether everything can stand below it: segments of letters, digits and `._~-`, or nothing. */
export function isPrefix(prefix: unknown): prefix is string {
  return typeof prefix === 'string' && PREFIX.test(prefix) && !/\/\.{1,2}(\/|$)/.test(prefix)
}
