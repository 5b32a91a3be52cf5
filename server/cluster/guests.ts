import { SocDrawError } from '../protocol/errors.ts'
import type { Answer } from '../protocol/events.ts'
import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { Report } from '../rooms/ports.ts'
import type { ClusterWire } from './cluster-wire.ts'
import { Guest } from './guest.ts'
import type { Line } from './line.ts'
import type { Downwards, Upwards } from './line-bodies.ts'

export interface GuestsParts {
  readonly lobby: Pick<Lobby, 'application' | 'visit' | 'disconnected' | 'request' | 'tell' | 'recheck'>
  readonly wire: ClusterWire
  readonly report: Report
}

type Ask = Extract<Upwards, { kind: 'ask' }>

/** Whoever was in no room here, as far as this node knows, is to enter. */
const UNKNOWN: Answer = { ok: false, error: new SocDrawError('NOT_A_MEMBER').toJSON() }

/** Connections of other nodes in one lobby's rooms here: takes their requests by the lines of their nodes. */
export class Guests {
  readonly #parts: GuestsParts
  readonly #guests = new Map<Line, Map<string, Guest>>()

  constructor(parts: GuestsParts) {
    this.#parts = parts
  }

  hear(line: Line, body: Upwards): void {
    const { lobby } = this.#parts
    const guest = this.#guests.get(line)?.get(body.connection)
    switch (body.kind) {
      case 'ask':
        void this.#ask(line, body, guest)
        break
      case 'tell':
        if (guest) lobby.tell(guest, body.event, body.args)
        break
      case 'user':
        if (guest) this.#changed(guest, body.user)
        break
      case 'gone':
        if (guest) this.#gone(guest)
        break
    }
  }

  /** The line is over: so are all connections that were guests by it. */
  ended(line: Line): void {
    for (const guest of [...(this.#guests.get(line)?.values() ?? [])]) this.#gone(guest)
    this.#guests.delete(line)
  }

  async #ask(line: Line, { connection, number, event, args, user }: Ask, known: Guest | undefined): Promise<void> {
    const { lobby } = this.#parts
    const guest = known ?? (user && this.#welcome(new Guest(connection, user, line)))
    if (guest && user) guest.user = user
    const answer = guest ? await lobby.request(guest, event, args) : UNKNOWN
    const body: Downwards = { lobby: lobby.application.name, kind: 'answer', number, answer }
    line.say(JSON.stringify(body))
  }

  #welcome(guest: Guest): Guest {
    const guests = this.#guests.get(guest.line) ?? new Map<string, Guest>()
    this.#guests.set(guest.line, guests.set(guest.connection, guest))
    this.#parts.lobby.visit(guest)
    return guest
  }

  #changed(guest: Guest, user: Guest['user']): void {
    guest.user = user
    const { lobby, report } = this.#parts
    lobby
      .recheck({ user: user.id }, { told: true })
      .catch((error: unknown) => report(error, { lobby: lobby.application.name }))
  }

  #gone(guest: Guest): void {
    this.#guests.get(guest.line)?.delete(guest.connection)
    this.#parts.lobby.disconnected(guest)
    this.#parts.wire.forget(guest)
  }
}
