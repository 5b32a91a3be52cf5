import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { Answer, ServerEvent, ServerToClientEvents } from '../protocol/events.ts'
import type { Away, AwayArguments } from '../rooms/lobby/away.ts'
import type { RoomOwner } from '../rooms/log/room-log.ts'
import type { Account, Connection, Wire } from '../rooms/ports.ts'
import type { Line } from './line.ts'
import type { Downwards, Upwards } from './line-bodies.ts'
import { Stay } from './stay.ts'

export interface AwayRoomsParts {
  /** The application's name. */
  readonly lobby: string
  /** This node's own wire. */
  readonly wire: Wire
  readonly clock: Clock
  /** See `Lines.to`. */
  lineTo(owner: RoomOwner): Line | undefined
}

/** What is asked by who may not have been in the room yet: the node that runs it may have to be told who they are. */
const BY_STRANGERS: readonly string[] = ['enter', 'leave']

const BUSY: Answer = { ok: false, error: new SocDrawError('ROOM_BUSY').toJSON() }

/** Who gets this frame sees a gap, and asks for the room anew. */
const NOWHERE = { from: Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER, patches: [] }

/** How many are told at once to enter a room anew, and how soon the next ones are, in milliseconds. */
const TOLD_AT_ONCE = 100
const TOLD_EVERY = 50

interface Question {
  readonly line: Line
  answer(answer: Answer): void
}

/**
 * One lobby's connections of this node, in rooms that other nodes run: carries what they ask there, and what they are sent
 * back. When a line is over, whoever was in a room by it is told to enter it anew, not all at once where they are many, and
 * what was on its way is answered as what may be asked again.
 */
export class AwayRooms implements Away {
  readonly #parts: AwayRoomsParts
  /** By connection and room: by which line it is there. */
  readonly #stays = new Map<string, Map<string, Stay>>()
  /** By line and connection. */
  readonly #byLine = new Map<Line, Map<string, Stay>>()
  readonly #questions = new Map<number, Question>()
  /** By connection and room: who is still to be told to enter it anew. */
  readonly #toReturn = new Map<string, { readonly connection: Connection; readonly roomId: string }>()
  #telling = false
  #asked = 0

  constructor(parts: AwayRoomsParts) {
    this.#parts = parts
  }

  has({ id }: Connection, roomId: string): boolean {
    return this.#stays.get(id)?.has(roomId) ?? false
  }

  async request(connection: Connection, event: string, args: AwayArguments, owner?: RoomOwner): Promise<Answer> {
    const [roomId] = args
    const before = this.#stays.get(connection.id)?.get(roomId)
    const line = owner ? this.#parts.lineTo(owner) : before?.line
    if (!line) return BUSY
    // Whether what is sent now arrives, nobody can say: from now on they may be there.
    const stay = event === 'enter' ? this.#stay(connection, roomId, line) : before
    const answer = await this.#ask(line, connection, event, args)
    if (event === 'enter' && !answer.ok && before !== stay) this.#end(stay, roomId)
    if (event === 'leave' && answer.ok) this.#end(before, roomId)
    if (event === 'leave' && !stay) this.#partIfNowhere(connection.id, line)
    return answer
  }

  tell({ id }: Connection, event: string, args: AwayArguments): void {
    const stay = this.#stays.get(id)?.get(args[0])
    if (stay) this.#say(stay.line, { kind: 'tell', connection: id, event, args })
  }

  forget({ id }: Connection, roomId: string): void {
    this.#toReturn.delete(keyOf(id, roomId))
    this.#end(this.#stays.get(id)?.get(roomId), roomId)
  }

  disconnected({ id }: Connection): void {
    for (const [line, stays] of this.#byLine) {
      if (stays.delete(id)) this.#say(line, { kind: 'gone', connection: id })
    }
    this.#stays.delete(id)
  }

  changed(userId: string | undefined): void {
    for (const stays of this.#byLine.values()) {
      for (const { connection, line } of stays.values()) {
        if (userId !== undefined && connection.user.id !== userId) continue
        this.#say(line, { kind: 'user', connection: connection.id, user: plain(connection.user) })
      }
    }
  }

  /** See `LineUser.hear`: an answer must be out before the frames that follow it. */
  hear(line: Line, body: Downwards): boolean {
    if (body.kind === 'answer') {
      this.#questions.get(body.number)?.answer(body.answer)
      return true
    }
    if (body.kind === 'send') this.#send(line, body)
    else this.#byLine.get(line)?.get(body.connection)?.move(body.kind, body.group, this.#parts.wire)
    return false
  }

  ended(line: Line): void {
    for (const [number, question] of this.#questions) {
      if (question.line !== line) continue
      this.#questions.delete(number)
      question.answer(BUSY)
    }
    const stays = [...(this.#byLine.get(line)?.values() ?? [])]
    this.#byLine.delete(line)
    for (const stay of stays) {
      for (const roomId of stay.rooms) {
        this.#forget(stay, roomId)
        this.#toReturn.set(keyOf(stay.connection.id, roomId), { connection: stay.connection, roomId })
      }
      stay.end(this.#parts.wire)
    }
    if (!this.#telling) this.#tellToReturn()
  }

  /** To whoever is gone by then, nothing is sent. */
  #tellToReturn(): void {
    let told = 0
    for (const [key, { connection, roomId }] of this.#toReturn) {
      if (told++ === TOLD_AT_ONCE) break
      this.#toReturn.delete(key)
      this.#parts.wire.send({ connection }, 'frame', roomId, NOWHERE)
    }
    this.#telling = this.#toReturn.size > 0
    if (this.#telling) this.#parts.clock.setTimer(TOLD_EVERY, () => this.#tellToReturn())
  }

  #ask(line: Line, connection: Connection, event: string, args: readonly unknown[]): Promise<Answer> {
    const number = ++this.#asked
    return new Promise((resolve) => {
      const answer = (given: Answer): void => {
        this.#questions.delete(number)
        resolve(given)
      }
      this.#questions.set(number, { line, answer })
      const user = BY_STRANGERS.includes(event) && { user: plain(connection.user) }
      this.#say(line, { kind: 'ask', connection: connection.id, number, event, args, ...user })
    })
  }

  #send(line: Line, { to, event, args }: Extract<Downwards, { kind: 'send' }>): void {
    const { wire } = this.#parts
    // What a node sends under an event's name are the event's arguments: its own types say so.
    const given = args as Parameters<ServerToClientEvents[ServerEvent]>
    if ('group' in to) {
      const except = to.except.map((group) => Stay.groupOf(line, group))
      wire.send({ group: Stay.groupOf(line, to.group), except }, event, ...given)
      return
    }
    const stays = to.connections.flatMap((id) => this.#byLine.get(line)?.get(id) ?? [])
    wire.send({ connections: stays.map(({ connection }) => connection) }, event, ...given)
    if (event === 'removed') for (const stay of stays) this.#end(stay, String(args[0]))
  }

  #stay(connection: Connection, roomId: string, line: Line): Stay {
    const rooms = this.#stays.get(connection.id) ?? new Map<string, Stay>()
    this.#stays.set(connection.id, rooms)
    const before = rooms.get(roomId)
    if (before?.line !== line) this.#end(before, roomId)
    const stays = this.#byLine.get(line) ?? new Map<string, Stay>()
    this.#byLine.set(line, stays)
    const stay = stays.get(connection.id) ?? new Stay(connection, line)
    stays.set(connection.id, stay)
    stay.rooms.add(roomId)
    this.#toReturn.delete(keyOf(connection.id, roomId))
    this.#stays.set(connection.id, rooms.set(roomId, stay))
    return stay
  }

  /** The connection is not in the room by way of that line any more, if it was. */
  #end(stay: Stay | undefined, roomId: string): void {
    if (!stay?.rooms.has(roomId)) return
    this.#forget(stay, roomId)
    this.#partIfNowhere(stay.connection.id, stay.line)
  }

  #forget(stay: Stay, roomId: string): void {
    const { id } = stay.connection
    stay.rooms.delete(roomId)
    const rooms = this.#stays.get(id)
    if (rooms?.get(roomId) === stay) rooms.delete(roomId)
    if (rooms?.size === 0) this.#stays.delete(id)
  }

  /** Who is in no room of a node any more is gone there. */
  #partIfNowhere(connectionId: string, line: Line): void {
    const stays = this.#byLine.get(line)
    const stay = stays?.get(connectionId)
    if (stay && stay.rooms.size > 0) return
    stay?.end(this.#parts.wire)
    stays?.delete(connectionId)
    this.#say(line, { kind: 'gone', connection: connectionId })
  }

  #say(line: Line, body: WithoutLobby<Upwards>): void {
    line.say(JSON.stringify({ lobby: this.#parts.lobby, ...body }))
  }
}

function keyOf(connectionId: string, roomId: string): string {
  return `${connectionId} ${roomId}`
}

type WithoutLobby<Body> = Body extends unknown ? Omit<Body, 'lobby'> : never

/** What of a user is another node's to know. */
function plain({ id, name, roles, color }: Account): Account {
  return { id, name, roles, ...(color !== undefined && { color }) }
}
