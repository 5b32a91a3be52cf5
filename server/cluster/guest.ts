import type { Account, Connection } from '../rooms/ports.ts'
import type { Line } from './line.ts'

/**
 * A connection of another node's, in rooms that run here: one for each line by which it comes. One whose line is over
 * without this node knowing yet is another than that which came since, and takes nothing along when it goes.
 */
export class Guest implements Connection {
  readonly id: string
  /** Its id at its own node. */
  readonly connection: string
  /** As its own node says. */
  user: Account
  /** The line to its node. */
  readonly line: Line
  /** The groups that it is in. */
  readonly groups = new Set<string>()

  constructor(connection: string, user: Account, line: Line) {
    this.id = `${line.id} ${connection}`
    this.connection = connection
    this.user = user
    this.line = line
  }
}
