/** Where a Redis is, for people: its url without what it keeps secret. */
export function redisPlaceOf(url: string): string {
  try {
    const { protocol, host, pathname, searchParams } = new URL(url)
    return `${protocol}//${host}${searchParams.get('path') ?? pathname}`
  } catch {
    return 'Redis'
  }
}

/** Whether it is an address of Redis' at all: errors of what is none have all of it in them, the password too. */
export function isRedisUrl(url: string): boolean {
  return /^rediss?:\/\//.test(url) && URL.canParse(url)
}

/** By the machine's network. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there.',
  ENOENT: 'nothing listens there.',
  ENOTFOUND: 'there is no host of this name.',
  EAI_AGAIN: 'the name of the host could not be looked up.',
  ETIMEDOUT: 'nobody answers there.',
}

/** @param error absent where the connection ended without one */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it closed the connection, or never answered.'
  // A name may stand for several addresses, each with an error of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const { message } = first instanceof Error ? first : error
  if (isRefusal(first))
    return `it lets nobody in by this name and password, or does not let them publish and hear (${message}).`
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  return REASONS[code] ?? `${message}${code === '' ? '' : ` (${code})`}`
}

/** Whether Redis answered, and won't ever take what is asked: there is no use in trying again. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(NOAUTH|WRONGPASS|NOPERM|ERR (AUTH|invalid password))/.test(error.message)
}

/** An error as others may keep and print it: what Redis refuses has what was asked with it, as the password. */
export function causeOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('command' in error)) return error
  const { name, message, stack } = error
  return Object.assign(new Error(message), { name, stack })
}
