/**
 * Whether it makes sense to connect now. A page that nobody sees, or that is offline, is asleep: it makes no attempt, and
 * keeps a connection that it has.
 */
export interface Wakefulness {
  readonly awake: boolean
  /**
   * Calls back at each waking, also where it was awake: one looks again, or is online again. `restored`: everything stood
   * still meanwhile, and what was connected before is not. Returns what ends it.
   */
  onWake(woke: (restored: boolean) => void): () => void
}

/** As of a bot, which is nobody's page. */
export const alwaysAwake: Wakefulness = { awake: true, onWake: () => () => {} }
