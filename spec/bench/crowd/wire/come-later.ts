import { setTimeout as pause } from 'node:timers/promises'

/** The server is overloaded, and says when it may be asked again. */
export class ComeLater extends Error {
  /** In milliseconds. */
  readonly after: number

  constructor(after: number) {
    super(`refused for ${after} ms`)
    this.after = after
  }
}

/** Who was told so often to come later gives up: that server can't be measured. */
const PATIENCE = 20

/**
 * Tries again, when it may, whatever is refused for now, and says each time that it was.
 * @throws ComeLater when that goes on and on, and at once whatever else is thrown
 */
export async function insist<Result>(attempt: () => Promise<Result>, refused: () => void): Promise<Result> {
  for (let patience = PATIENCE; ; patience--) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ComeLater)) throw error
      refused()
      if (patience === 0) throw error
      await pause(error.after)
    }
  }
}
