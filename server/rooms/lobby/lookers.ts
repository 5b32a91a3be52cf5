import { END_STRETCHES, stretchOf } from '../../protocol/stretches.ts'
import type { Connection, Wire } from '../ports.ts'

/** What somebody looks at. */
export interface Look {
  /** The positions of rooms: of their stretches one is told. */
  readonly positions: readonly number[]
  /** The position after which everything is new; absent where the list's end is not looked at. */
  readonly end?: number | undefined
}

/** A connection that looks at something, or has asked to. */
interface Looker {
  readonly connection: Connection
  groups: ReadonlySet<string>
  /** Rises with each time that it asks. */
  asked: number
  /** What `asked` was when it was answered last. */
  answered: number
}

/**
 * Who looks at which part of a lobby's list. The lookers of a stretch are a group of the wire, which is joined in the
 * step in which `look` is called. A change costs as much as there are who look at it, whoever else is connected.
 */
export class Lookers {
  readonly #wire: Wire
  readonly #lookers = new Map<string, Looker>()
  readonly #groups = new Map<string, Set<Connection>>()

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /** Somebody is about to look. Returns what says whether they have not asked anew since, nor gone: the last asked for holds. */
  ask(connection: Connection): () => boolean {
    const looker = this.#lookers.get(connection.id) ?? { connection, groups: new Set<string>(), asked: 0, answered: 0 }
    this.#lookers.set(connection.id, looker)
    const asked = ++looker.asked
    return () => this.#lookers.get(connection.id) === looker && looker.asked === asked
  }

  /** From now on the connection looks at this, and at nothing else. Only for one that has asked. */
  look({ id }: Connection, { positions, end }: Look): void {
    const looker = this.#lookers.get(id)
    if (!looker) return
    const groups = new Set(positions.map((position) => stretchGroup(stretchOf(position))))
    if (end !== undefined) groups.add(endGroup(stretchOf(end)))
    for (const group of looker.groups) if (!groups.has(group)) this.#leave(looker, group)
    for (const group of groups) if (!looker.groups.has(group)) this.#join(looker, group)
    looker.groups = groups
    looker.answered = looker.asked
  }

  /** The connection, which keeps a list, looks at this room's stretch too until it looks anew. */
  add({ id }: Connection, position: number): void {
    const looker = this.#lookers.get(id)
    const group = stretchGroup(stretchOf(position))
    if (!looker || looker.groups.has(group)) return
    this.#join(looker, group)
    looker.groups = new Set([...looker.groups, group])
  }

  /** The connection looks at nothing, and what it has asked for does not hold any more. */
  forget({ id }: Connection): void {
    const looker = this.#lookers.get(id)
    this.#lookers.delete(id)
    for (const group of looker?.groups ?? []) if (looker) this.#leave(looker, group)
  }

  /** Whether the connection keeps a list, though it may look at nothing of it now. */
  has({ id }: Connection): boolean {
    return this.#lookers.has(id)
  }

  /** Whether the connection has asked for a part of the list, and is not answered. */
  asks({ id }: Connection): boolean {
    const looker = this.#lookers.get(id)
    return looker !== undefined && looker.asked !== looker.answered
  }

  /** All connections that keep a list. */
  get all(): readonly Connection[] {
    return [...this.#lookers.values()].map(({ connection }) => connection)
  }

  /** All stretches at which anybody looks. */
  get stretches(): ReadonlySet<number> {
    const stretches = new Set<number>()
    for (const group of this.#groups.keys()) {
      const isEnd = group.endsWith('+')
      const first = Number(group.slice(PREFIX.length, isEnd ? -1 : undefined))
      for (let further = 0; further < (isEnd ? END_STRETCHES : 1); further++) stretches.add(first + further)
    }
    return stretches
  }

  /** The groups of those who look at a stretch: none where nobody does. */
  groupsAt(stretch: number): string[] {
    if (this.#groups.size === 0) return []
    const ends = Array.from({ length: END_STRETCHES }, (_, back) => endGroup(stretch - back))
    return [stretchGroup(stretch), ...ends].filter((group) => this.#groups.has(group))
  }

  /** Those who look at a stretch, each once. */
  at(stretch: number): ReadonlySet<Connection> {
    return new Set(this.groupsAt(stretch).flatMap((group) => [...(this.#groups.get(group) ?? [])]))
  }

  #join({ connection }: Looker, group: string): void {
    this.#wire.follow(connection, group)
    const lookers = this.#groups.get(group) ?? new Set()
    this.#groups.set(group, lookers.add(connection))
  }

  #leave({ connection }: Looker, group: string): void {
    this.#wire.leave(connection, group)
    const lookers = this.#groups.get(group)
    lookers?.delete(connection)
    if (lookers?.size === 0) this.#groups.delete(group)
  }
}

/** No room's id has a `$`. */
const PREFIX = '$list:'

function stretchGroup(stretch: number): string {
  return `${PREFIX}${stretch}`
}

function endGroup(stretch: number): string {
  return `${PREFIX}${stretch}+`
}
