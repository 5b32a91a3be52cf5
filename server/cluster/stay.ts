import type { Connection, Wire } from '../rooms/ports.ts'
import type { Line } from './line.ts'

/** A connection of this node's in rooms that the node at the other end of a line runs. */
export class Stay {
  readonly connection: Connection
  readonly line: Line
  readonly rooms = new Set<string>()
  /** The groups of this node's wire in which it is because of that. */
  readonly #groups = new Set<string>()

  constructor(connection: Connection, line: Line) {
    this.connection = connection
    this.line = line
  }

  /**
   * The name of another node's group here. What an earlier owner of a room still sends, or takes back, is none of the
   * matter of those who are in it by another line.
   */
  static groupOf({ id }: Line, group: string): string {
    return `${id} ${group}`
  }

  move(which: 'join' | 'leave', group: string, wire: Wire): void {
    const own = Stay.groupOf(this.line, group)
    wire[which](this.connection, own)
    if (which === 'join') this.#groups.add(own)
    else this.#groups.delete(own)
  }

  end(wire: Wire): void {
    for (const group of this.#groups) wire.leave(this.connection, group)
    this.#groups.clear()
  }
}
