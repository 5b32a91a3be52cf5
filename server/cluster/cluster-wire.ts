import type { ServerEvent, ServerToClientEvents } from '../protocol/events.ts'
import type { Audience, Connection, Wire } from '../rooms/ports.ts'
import { Guest } from './guest.ts'
import type { Line } from './line.ts'
import type { Downwards } from './line-bodies.ts'

type SendTo = Extract<Downwards, { kind: 'send' }>['to']

/**
 * The wire of one lobby that has guests: connections of other nodes, in rooms that run here. This node's own are sent to
 * by the wire below, at once; guests by the lines to their nodes, each of which is sent one message, encoded once for all,
 * however many of its connections are to get it.
 */
export class ClusterWire implements Wire {
  readonly #lobby: string
  readonly #wire: Wire
  /** By group and line: the guests in it. */
  readonly #groups = new Map<string, Map<Line, Set<Guest>>>()

  constructor(lobby: string, wire: Wire) {
    this.#lobby = lobby
    this.#wire = wire
  }

  join(connection: Connection, group: string): void {
    if (connection instanceof Guest) this.#take(connection, group)
    else this.#wire.join(connection, group)
  }

  follow(connection: Connection, group: string): void {
    if (connection instanceof Guest) this.#take(connection, group)
    else this.#wire.follow(connection, group)
  }

  leave(connection: Connection, group: string): void {
    if (!(connection instanceof Guest)) this.#wire.leave(connection, group)
    else if (this.#drop(connection, group)) this.#tellMove('leave', connection, group)
  }

  send<Event extends ServerEvent>(to: Audience, event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void {
    if ('connection' in to) {
      if (to.connection instanceof Guest) this.#sendToGuests([to.connection], event, args)
      else this.#wire.send(to, event, ...args)
    } else if ('connections' in to) {
      const guests = to.connections.filter((each): each is Guest => each instanceof Guest)
      const own = guests.length > 0 ? to.connections.filter((each) => !(each instanceof Guest)) : to.connections
      this.#wire.send({ connections: own }, event, ...args)
      this.#sendToGuests(guests, event, args)
    } else {
      this.#wire.send(to, event, ...args)
      if ('group' in to) this.#sendToGroup(to.group, to.except ?? [], event, args)
    }
  }

  /** The guest is gone, and in no group any more. */
  forget(guest: Guest): void {
    for (const group of guest.groups) this.#drop(guest, group)
  }

  #take(guest: Guest, group: string): void {
    const lines = this.#groups.get(group) ?? new Map<Line, Set<Guest>>()
    this.#groups.set(group, lines)
    lines.set(guest.line, (lines.get(guest.line) ?? new Set()).add(guest))
    guest.groups.add(group)
    this.#tellMove('join', guest, group)
  }

  /** Returns whether the guest was in it. */
  #drop(guest: Guest, group: string): boolean {
    const lines = this.#groups.get(group)
    const guests = lines?.get(guest.line)
    if (!lines || !guests?.delete(guest)) return false
    guest.groups.delete(group)
    if (guests.size === 0) lines.delete(guest.line)
    if (lines.size === 0) this.#groups.delete(group)
    return true
  }

  #sendToGroup(group: string, except: readonly string[], event: ServerEvent, args: readonly unknown[]): void {
    const lines = this.#groups.get(group)
    if (!lines) return
    const body = this.#sending({ group, except }, event, args)
    for (const line of lines.keys()) line.say(body)
  }

  #sendToGuests(guests: readonly Guest[], event: ServerEvent, args: readonly unknown[]): void {
    const lines = new Map<Line, string[]>()
    for (const { line, connection } of guests) lines.set(line, [...(lines.get(line) ?? []), connection])
    for (const [line, connections] of lines) line.say(this.#sending({ connections }, event, args))
  }

  #sending(to: SendTo, event: ServerEvent, args: readonly unknown[]): string {
    return JSON.stringify({ lobby: this.#lobby, kind: 'send', to, event, args } satisfies Downwards)
  }

  #tellMove(kind: 'join' | 'leave', { connection, line }: Guest, group: string): void {
    line.say(JSON.stringify({ lobby: this.#lobby, kind, connection, group } satisfies Downwards))
  }
}
