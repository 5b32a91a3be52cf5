import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import type { ActAnswer, ActRequest, Answer, ClientStanding, EnterAnswer, Frame } from '../../server/protocol/events.ts'
import type { RoomDocument, RoomStatus } from '../../server/protocol/room-document.ts'
import { applyPatches } from '../../server/state/apply.ts'
import type { Patch } from '../../server/state/patches.ts'
import type { FakeClock } from '../../server/testing/fake-clock.ts'

export type ModelState = { readonly said: readonly string[] }

/** One connection, as the room sees it. */
export interface Link {
  /** The name of the client that has entered over it. */
  client: string | undefined
  frame(frame: Frame): void
}

type Reply<Body> = (answer: Answer<Body>) => void

/** What a number came to. */
interface Done {
  readonly answer: Answer<ActAnswer>
  durable: boolean
  /** Who waits for it to be durable. */
  readonly waiting: Reply<ActAnswer>[]
}

interface Cursor {
  last: number
  /** Which entered last under the name. */
  holder: Link
  readonly done: Map<number, Done>
}

/** What is on its way to the log. */
interface Write {
  readonly version: number
  readonly patches: readonly Patch[]
  readonly number?: { readonly client: string; readonly seq: number; readonly done: Done }
}

export const refusal = (code: ErrorCode) => ({ ok: false, error: new SocDrawError(code).toJSON() }) as const

/** The rules of a room as the design states them, in as few lines as possible, with a log that is slow and may fail. */
export class ModelRoom {
  readonly links = new Set<Link>()
  /** The next actions are refused so. */
  readonly refusals: ErrorCode[] = []
  /** How many of the next frames are lost on their way. */
  lostFrames = 0
  #epoch = 1
  #version = 0
  #status: RoomStatus = 'running'
  #writes: Write[] = []
  readonly #cursors = new Map<string, Cursor>()
  /** What the log holds. */
  durable: { readonly version: number; readonly $room: RoomDocument; readonly state: ModelState } = {
    version: 0,
    $room: { status: 'running', started: true, members: [] },
    state: { said: [] },
  }
  readonly #clock: FakeClock
  readonly #random: () => number

  constructor(clock: FakeClock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  /** Whoever enters acts under the name alone from now on, and is answered when all is stored that was done under it. */
  enter(link: Link, client: string, reply: Reply<EnterAnswer>): void {
    const known = this.#cursors.has(client)
    const cursor = this.#cursors.get(client) ?? { last: 0, done: new Map(), holder: link }
    cursor.holder = link
    this.#cursors.set(client, cursor)
    const open = [...cursor.done.values()].findLast(({ durable }) => !durable)
    const letIn = (): void => {
      this.#clock.setTimer(this.#random() * 20, () => {
        link.client = client
        this.links.add(link)
        const { version, $room, state } = this.durable
        const snapshot = { room: $room, state }
        const standing = this.#standing(client, known)
        reply({ ok: true, version, epoch: `${this.#epoch}`, snapshot, client: standing, presence: {} })
      })
    }
    if (open) open.waiting.push(letIn)
    else letIn()
  }

  act(link: Link, { client, seq, payload, confirmed = 0 }: ActRequest, reply: Reply<ActAnswer>): void {
    const cursor = this.#cursors.get(client)
    const done = cursor?.done.get(seq)
    const refused = this.#refusal(link, seq, cursor)
    for (const number of cursor?.done.keys() ?? []) if (number <= confirmed) cursor?.done.delete(number)
    if (refused || !cursor) reply(refusal(refused ?? 'NOT_A_MEMBER'))
    else if (done?.durable) reply(done.answer)
    else if (done) done.waiting.push(reply)
    else this.#take(String(payload), { client, seq }, cursor, reply)
  }

  #refusal(link: Link, seq: number, cursor: Cursor | undefined): ErrorCode | undefined {
    if (link.client === undefined || cursor?.holder !== link) return 'NOT_A_MEMBER'
    if (this.refusals.length > 0) return this.refusals.shift()
    if (seq <= cursor.last) return cursor.done.has(seq) ? undefined : 'OUTCOME_UNKNOWN'
    if (seq > cursor.last + 1) return 'OUT_OF_ORDER'
    return this.#status === 'paused' ? 'ROOM_PAUSED' : undefined
  }

  setStatus(status: RoomStatus): void {
    if (status === this.#status) return
    this.#status = status
    this.#write({ version: ++this.#version, patches: [['set', ['$room', 'status'], status]] })
  }

  /** The log takes nothing of what is on its way to it. */
  failLog(): void {
    const failed = this.#writes.splice(0)
    this.#version = this.durable.version
    this.#status = this.durable.$room.status
    for (const { number } of failed.toReversed()) {
      const cursor = number && this.#cursors.get(number.client)
      if (!cursor) continue
      cursor.last = number.seq - 1
      cursor.done.delete(number.seq)
    }
    for (const { number } of failed) for (const reply of number?.done.waiting ?? []) reply(refusal('NOT_STORED'))
  }

  /** The server starts anew and has lost who was there and what they had been told; the state is kept. */
  forget(): void {
    this.failLog()
    this.#cursors.clear()
    this.#epoch++
    for (const link of this.links) link.client = undefined
    this.links.clear()
  }

  /** What a quiet room says again and again. */
  repeat(): void {
    const { version } = this.durable
    this.#send({ from: version, to: version, patches: [] })
  }

  /** What begins with «bad» is refused for good, and uses up its number. */
  #take(text: string, by: { client: string; seq: number }, cursor: Cursor, reply: Reply<ActAnswer>): void {
    cursor.last = by.seq
    const bad = text.startsWith('bad')
    if (!bad) this.#version++
    const version = this.#version
    const answer = bad ? refusal('ACTION_FAILED') : { ok: true as const, version, result: version }
    const done: Done = { answer, durable: false, waiting: [reply] }
    cursor.done.set(by.seq, done)
    const index = this.#saidInMemory()
    this.#write({ version, patches: bad ? [] : [['splice', ['said'], index, 0, [text]]], number: { ...by, done } })
  }

  #saidInMemory(): number {
    const waiting = this.#writes.filter(({ patches }) => patches[0]?.[0] === 'splice')
    return this.durable.state.said.length + waiting.length
  }

  #write(write: Write): void {
    this.#writes.push(write)
    this.#clock.setTimer(this.#random() * 30, () => {
      if (!this.#writes.includes(write)) return
      while (this.#writes[0] !== write) this.#stored()
      this.#stored()
    })
  }

  #stored(): void {
    const write = this.#writes.shift()
    if (!write) return
    const { version, patches, number } = write
    const from = this.durable.version
    const { said, $room } = applyPatches({ said: this.durable.state.said, $room: this.durable.$room }, patches)
    this.durable = { version, $room, state: { said } }
    const answer = (): void => {
      if (!number) return
      number.done.durable = true
      for (const reply of number.done.waiting.splice(0)) reply(number.done.answer)
    }
    const answersFirst = this.#random() < 0.5
    if (answersFirst) answer()
    if (version > from) this.#send({ from, to: version, patches })
    if (!answersFirst) answer()
  }

  #send(frame: Frame): void {
    if (this.lostFrames > 0) this.lostFrames--
    else for (const link of this.links) link.frame(frame)
  }

  #standing(client: string, known: boolean): ClientStanding {
    const cursor = this.#cursors.get(client)
    const done = [...(cursor?.done ?? [])]
    const open = done.filter(([, { durable }]) => !durable).length
    const answers = done.filter(([, { durable }]) => durable).map(([seq, { answer }]) => ({ seq, answer }))
    return { known, last: (cursor?.last ?? 0) - open, answers }
  }
}
