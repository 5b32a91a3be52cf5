import type {
  ActAnswer,
  ActRequest,
  Answer,
  EnterAnswer,
  EnterRequest,
  Frame,
  RequestName,
} from '../../server/protocol/events.ts'
import type { LookAnswer, RoomListing } from '../../server/protocol/listings.ts'
import type { RoomRecord } from '../../server/rooms/ports.ts'
import { privateMark, SECRET } from './checked-application.ts'
import { type Chronicle, NOBODY } from './chronicle.ts'
import type { Link } from './link.ts'
import type { Downwards, Upwards } from './messages.ts'
import type { Verdict } from './verdict.ts'

export interface InspectorParts {
  readonly verdict: Verdict
  readonly chronicles: ReadonlyMap<string, Chronicle>
  readonly rooms: readonly RoomRecord[]
  readonly users: readonly string[]
  /** Whether the user's right in the room has ended, and the server was told so. */
  isDenied(user: string, roomId: string): boolean
}

type Request = Extract<Upwards, { kind: 'request' }>

/** The answers that a client gets once and for good for a number: they must be in the log before they are told. */
const KEPT_REFUSALS: readonly string[] = ['NO', 'ACTION_FAILED', 'INVALID_PAYLOAD', 'UNKNOWN_ACTION', 'ROLE_REQUIRED']

/** Stands where it is told to whom roles were given, be they there or not: only the log and the host have that. */
const GIVEN_ROLES = 'roles"'

/** The version of a frame that leads nowhere. */
const NOWHERE = Number.MAX_SAFE_INTEGER

/** Events of which a user hears nothing whose right in the room has ended. */
const TELLS_OF_A_ROOM: readonly string[] = ['frame', 'presence']

/** Holds everything that a server sends, at the moment when it is sent, against what the log holds then. */
export class Inspector {
  readonly #parts: InspectorParts
  /** What must not stand in anything that a user is sent. */
  readonly #forbidden = new Map<string, readonly string[]>()
  /** The connections, and the room, that were let in last as who sees nothing of their own. */
  readonly #nobody = new Set<string>()
  /** By room, client and number: the connection on which an action was asked first, until it is answered. */
  readonly #asked = new Map<string, string>()
  /** The actions that were answered, in whatever way. */
  readonly #answered = new Set<string>()
  /** By connection and room: the version to which its frames have led. */
  readonly #led = new Map<string, number>()

  constructor(parts: InspectorParts) {
    this.#parts = parts
    const { users, rooms } = parts
    for (const user of users) {
      const marks = users.filter((other) => other !== user).map(privateMark)
      const closed = rooms.filter((room) => room.users && !room.users.includes(user)).map(({ id }) => `"${id}"`)
      this.#forbidden.set(user, [SECRET, GIVEN_ROLES, ...marks, ...closed])
    }
  }

  /** @param request what a message answers, if it does */
  sent(link: Link, message: Downwards, text: string, request?: Request): void {
    this.#secrets(link, text)
    if (message.kind === 'event') this.#event(link, message.event, message.args)
    if (message.kind === 'answer' && request) this.#answer(link, request.name, request.args, message.answer)
  }

  /** A server is asked for something. */
  asked(link: Link, { name, args }: Request): void {
    if (name !== 'act') return
    const action = nameOf(args)
    if (!this.#asked.has(action)) this.#asked.set(action, link.id)
  }

  /** From now on the connection is sent no frame of the room. */
  left(linkId: string, roomId: string): void {
    this.#led.delete(`${linkId} ${roomId}`)
  }

  #secrets(link: Link, text: string): void {
    for (const mark of this.#forbidden.get(link.user.id) ?? []) {
      const invariant = mark.startsWith('"') ? 'access' : 'private'
      this.#parts.verdict.check(invariant, !text.includes(mark), () => `${link.user.id} was sent ${mark}: ${text}`)
    }
  }

  #event(link: Link, event: string, args: readonly unknown[]): void {
    if (TELLS_OF_A_ROOM.includes(event)) {
      this.#allowed(link, String(args[0]), event)
    }
    // What is sent under an event's name are the event's arguments: the core's own types say so.
    if (event === 'frame') this.#frame(link, args[0] as string, args[1] as Frame)
    if (event === 'listings') this.#listings(link, args[0] as readonly RoomListing[], event)
  }

  #listings(link: Link, listings: readonly RoomListing[], what: string): void {
    for (const listing of listings) {
      this.#allowed(link, listing.id, what)
      this.#listing(listing)
    }
  }

  #frame(link: Link, roomId: string, { from, to, patches }: Frame): void {
    const name = `${link.id} ${roomId}`
    // Says no more than that the room is to be asked for anew.
    if (from === NOWHERE && patches.length === 0) return void this.#led.delete(name)
    this.#nothingOfTheirs(link, name, patches)
    const led = this.#led.get(name)
    this.#held(roomId, to, 'a frame')
    const follows = led === undefined || to <= led || from === led
    this.#parts.verdict.check('frames', follows, () => `${name}: ${from} to ${to} after ${led}`)
    this.#led.set(name, Math.max(led ?? 0, to))
  }

  /** [P7] Who only watches is sent nothing that is for one user alone, also where that is themselves. */
  #nothingOfTheirs({ user }: Link, name: string, content: unknown): void {
    if (!this.#nobody.has(name)) return
    const text = JSON.stringify(content)
    const holds = !text.includes(privateMark(user.id))
    this.#parts.verdict.check('private', holds, () => `${name} only watches, and was sent ${text}`)
  }

  #listing(listing: RoomListing): void {
    const known = this.#chronicle(listing.id).lists(listing)
    this.#parts.verdict.check('durable', known, () => `a listing never was: ${JSON.stringify(listing)}`)
  }

  #answer(link: Link, name: RequestName, args: readonly unknown[], answer: Answer): void {
    const roomId = String(args[0])
    if ((name === 'enter' || name === 'history') && answer.ok) this.#allowed(link, roomId, name)
    if (name === 'enter' && answer.ok) {
      const { spectate = false } = args[1] as EnterRequest
      this.#entered(link, roomId, answer as Answer<EnterAnswer> & { ok: true }, spectate)
    }
    if ((name === 'rooms' || name === 'look') && answer.ok) {
      this.#listings(link, (answer as Answer<LookAnswer> & { ok: true }).rooms, name)
    }
    if (name === 'act') {
      this.#first(link, args, answer)
      this.#acted(link, roomId, args[1] as ActRequest, answer as Answer<ActAnswer>)
    }
  }

  /** An answer is on its way before any frame that shows it, unless it is told again, or on another connection. */
  #first(link: Link, args: readonly unknown[], answer: Answer): void {
    const action = nameOf(args)
    const again = this.#answered.has(action) || this.#asked.get(action) !== link.id
    this.#answered.add(action)
    if (again || !answer.ok) return
    const { version } = answer as Answer<ActAnswer> & { ok: true }
    const led = this.#led.get(`${link.id} ${args[0]}`) ?? 0
    this.#parts.verdict.check(
      'answers',
      led < version,
      () => `${link.id} was sent ${action} at ${version} after ${led}`,
    )
  }

  #entered(link: Link, roomId: string, answer: EnterAnswer, spectate: boolean): void {
    const { version, listing, reads = false } = answer
    const name = `${link.id} ${roomId}`
    const viewer = spectate || reads ? NOBODY : link.user.id
    if (viewer === NOBODY) this.#nobody.add(name)
    else this.#nobody.delete(name)
    this.#nothingOfTheirs(link, name, answer)
    if (listing) this.#listing(listing)
    this.#held(roomId, version, 'an entry')
    // A page that does not keep up may have been left out already of what follows.
    if (link.keepsUp) this.#led.set(name, Math.max(this.#led.get(name) ?? 0, version))
    if ('snapshot' in answer) {
      const { room, state } = answer.snapshot
      const text = JSON.stringify({ status: room.status, members: room.members, state: state ?? null })
      // Who only watches, or reads an archived room, sees what everybody may see.
      const view = this.#view(roomId, version, viewer)
      this.#parts.verdict.check('shown', text === view, () => `a snapshot at ${version} is ${text}, not ${view}`)
    }
  }

  #acted(link: Link, roomId: string, { client, seq }: ActRequest, answer: Answer<ActAnswer>): void {
    if (answer.ok) this.#held(roomId, answer.version, 'an answer')
    else if (!KEPT_REFUSALS.includes(answer.error.code)) return
    const stored = this.#chronicle(roomId).answer(link.user.id, client, seq)
    const text = JSON.stringify(answer)
    const what = (): string => `${link.user.id} was answered ${text} for ${client} ${seq}; the log has ${stored}`
    this.#parts.verdict.check('durable', stored === text, what)
  }

  #allowed({ user }: Link, roomId: string, what: string): void {
    const denied = this.#parts.isDenied(user.id, roomId)
    this.#parts.verdict.check('access', !denied, () => `${user.id} was sent ${what} of ${roomId}`)
  }

  #held(roomId: string, version: number, what: string): void {
    const held = this.#chronicle(roomId).version
    this.#parts.verdict.check(
      'durable',
      version <= held,
      () => `${what} of ${roomId} at ${version}, the log at ${held}`,
    )
  }

  #view(roomId: string, version: number, userId: string): string | undefined {
    const chronicle = this.#chronicle(roomId)
    return version <= chronicle.version ? chronicle.view(version, userId) : undefined
  }

  #chronicle(roomId: string): Chronicle {
    const chronicle = this.#parts.chronicles.get(roomId)
    if (!chronicle) throw new Error(`there is no room ${roomId}`)
    return chronicle
  }
}

function nameOf(args: readonly unknown[]): string {
  const { client, seq } = args[1] as ActRequest
  return `${args[0]} ${client} ${seq}`
}
