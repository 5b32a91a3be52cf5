import type { FastifyInstance } from 'fastify'

/** The servers that have rooms. */
const claimed = new WeakSet<FastifyInstance['server']>()

/**
 * Claims a host's Fastify for its rooms, before anything is opened. Returns what gives it free again.
 * @throws TypeError where there are rooms already, or Fastify is ready
 */
export function claim(http: FastifyInstance): () => void {
  if (claimed.has(http.server)) {
    throw new TypeError('there are rooms on this Fastify already: give all applications to one mountRooms')
  }
  try {
    // It says of itself whether it takes any more.
    http.addHook('onReady', async () => {})
  } catch (error) {
    throw inWords(error)
  }
  claimed.add(http.server)
  return () => claimed.delete(http.server)
}

/** What Fastify itself says where something can't be mounted, in words that say what to do instead. */
export function inWords(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'FST_ERR_DUPLICATED_ROUTE':
      return new TypeError(`${String(error)}: give a prefix, or switch it off by routes`, { cause: error })
    case 'FST_ERR_INSTANCE_ALREADY_LISTENING':
    case 'AVV_ERR_ROOT_PLG_BOOTED':
      return new TypeError('Fastify is ready or listens already: await mountRooms(…) before that', { cause: error })
    default:
      return error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
