/** An action that may be the reason why connections are lost. */
export interface Suspect {
  /** How much speaks for it. */
  blame: number
}

/**
 * An action that was the only one under way when its connection was lost, again and again, never gets through: something
 * between here and the server refuses it. It is given up after 3 connections that ended with such a refusal, as of a
 * proxy that takes no message as large, or 12 that ended without a word.
 */
const MAX_BLAME = 12
const BLAME_OF_REFUSAL = 4
/** How often in a row connections may be lost without a single answer before actions are sent one by one. */
const CAREFUL_AFTER = 3

/** What lost connections say of the actions that were under way. */
export class Losses {
  /** How many connections in a row were lost with something under way, and nothing answered. */
  #inRow = 0

  answered(): void {
    this.#inRow = 0
  }

  /**
   * A connection was lost with so many actions under way; `refused`: since something between here and the server refuses
   * what was sent. Returns whether they are to be sent one by one: alone each of them gets through that can.
   */
  lost(oldest: Suspect | undefined, { underWay, refused }: { underWay: number; refused: boolean }): boolean {
    if (underWay > 0) this.#inRow++
    if (oldest && underWay === 1) oldest.blame += refused ? BLAME_OF_REFUSAL : 1
    return this.#inRow >= (refused ? 1 : CAREFUL_AFTER)
  }
}

/** Whether an action is to be given up. */
export function neverGetsThrough({ blame }: Suspect): boolean {
  return blame >= MAX_BLAME
}
