import type { PastPage } from '../../web/client/client-api.ts'
import { DELETED_NAME } from '../accounts/user-account.ts'
import { actionProxy } from '../contract/action-proxy.ts'
import type { AnyApplication } from '../contract/application.ts'
import type { Actions, ClientState, PresenceOf, PresentedBy, StateOf } from '../contract/client-types.ts'
import { validate } from '../contract/validate.ts'
import { watchRules } from '../contract/watch-rules.ts'
import { zodWords } from '../contract/zod-words.ts'
import { onlyRepeatable } from '../machine/only-repeatable.ts'
import { checkedUser, checkUserId } from '../protocol/check-user.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { HistoryRequest } from '../protocol/events.ts'
import { MAX_PRESENCE_SIZE } from '../protocol/limits.ts'
import { packPayload } from '../protocol/pack-payload.ts'
import type { Role } from '../protocol/roles.ts'
import type { Member, RoomStatus } from '../protocol/room-document.ts'
import { DEFAULT_LIMITS } from '../rooms/limits.ts'
import { Committer } from '../rooms/log/committer.ts'
import type { Connection, Effect, RoomRecord, Wire } from '../rooms/ports.ts'
import { checkRecord } from '../rooms/registry/check-record.ts'
import { type PastParts, readPast } from '../rooms/room/past.ts'
import { Room } from '../rooms/room/room.ts'
import type { Actor } from '../rooms/room/run-handler.ts'
import { SPECTATOR } from '../rooms/room/viewers.ts'
import type { Seed } from '../rooms/seeded-random.ts'
import { cloneJson } from '../state/json.ts'
import { filterState } from '../state/visibility.ts'
import { FakeClock } from './fake-clock.ts'
import { WitnessLog } from './witness-log.ts'

export interface PlayOptions extends Pick<RoomRecord, 'options' | 'players' | 'owner' | 'moderators'> {
  /** Who enters at once, one after the other: users' ids, which are their names too. */
  readonly members: readonly string[]
  /** The same seed gives the same random numbers; 1 by default. */
  readonly seed?: number
}

/** The clock goes on by so much at once, in milliseconds: a longer way is no loop without end. */
const STRIDE = 24 * 60 * 60 * 1000

/**
 * One room of an application, without a network: the core that production runs, on a clock that stands still until it
 * is told to go on. Whatever an author's code throws by mistake rejects the call that has run it.
 */
export class Play<App extends AnyApplication> {
  readonly #application: App
  readonly #room: Room
  readonly #log: WitnessLog
  readonly #clock: FakeClock
  readonly #mistakes: unknown[]
  readonly #effects: Effect[]
  readonly #past: PastParts
  /** What users are called who are not called as their ids. */
  readonly #names = new Map<string, string>()

  private constructor(application: App, room: Room, stage: Stage) {
    this.#application = application
    this.#room = room
    this.#log = stage.log
    this.#clock = stage.clock
    this.#mistakes = stage.mistakes
    this.#effects = stage.effects
    const report = (error: unknown): void => void stage.mistakes.push(error)
    this.#past = { application, roomId: room.id, log: stage.log, report }
  }

  /** See `play`. */
  static async start<App extends AnyApplication>(application: App, options: PlayOptions): Promise<Play<App>> {
    const stage: Stage = { log: new WitnessLog(), clock: new FakeClock(), mistakes: [], effects: [] }
    const play = new Play(application, await openRoom(application, options, stage), stage)
    for (const userId of options.members) await play.join(userId)
    return play
  }

  /** A copy of all of the state, as the server holds it. @throws Error while the room waits for its start */
  get state(): StateOf<App> {
    // The types are the rules'; nothing else writes it.
    return cloneJson(this.#started()) as StateOf<App>
  }

  get status(): RoomStatus {
    return this.#log.document.status
  }

  get members(): readonly Member[] {
    return cloneJson(this.#log.document.members)
  }

  /** How many commits the room has. */
  get version(): number {
    return this.#log.version
  }

  /** Milliseconds since 1970, on the room's own clock. */
  get now(): number {
    return this.#clock.now()
  }

  /** What handlers have asked of the host, in that order. */
  get effects(): readonly Effect[] {
    return cloneJson(this.#effects)
  }

  /** The state as a user is sent it, or, without one, somebody who only watches. @throws Error while the room waits */
  seenBy(userId?: string): ClientState<App> {
    return filterState(cloneJson(this.#started()), this.#application.visibility, userId ?? null) as ClientState<App>
  }

  /**
   * The past actions that the application keeps, as a member may see them, or, without one, somebody who only watches: a
   * page of them, newest first, as `room.history` in a client. @throws SocDrawError `NOT_A_MEMBER`
   */
  async history(userId?: string, request: HistoryRequest = {}): Promise<PastPage<App>> {
    const page =
      userId === undefined
        ? await readPast(this.#past, { id: SPECTATOR, name: '' }, request)
        : await this.#room.history(this.#connectionOf(userId), request)
    await this.#settle()
    // As with the state: these are the actions that the application keeps, and what its rules show of them.
    return { actions: page.actions as PastPage<App>['actions'], before: page.before }
  }

  /** What members show that is not state, by user id, as everybody sees it. */
  get presence(): ReadonlyMap<string, PresenceOf<App>> {
    // As with the state: nothing is shown that the application's schema did not give out.
    return new Map(Object.entries(cloneJson(this.#room.presence))) as ReadonlyMap<string, PresenceOf<App>>
  }

  /**
   * A member shows the others something, until they show something else or are gone.
   * @throws SocDrawError `NOT_A_MEMBER`; TypeError for what would be dropped in silence: the application has no place for it
   */
  async present(userId: string, value: PresentedBy<App>): Promise<void> {
    if (!this.members.some(({ id, connected }) => id === userId && connected)) throw new SocDrawError('NOT_A_MEMBER')
    const { presence, name } = this.#application
    const sent = packPayload(value, MAX_PRESENCE_SIZE)
    const shown = presence && validate(presence, sent, zodWords)
    if (!shown?.ok) throw new TypeError(`${name} takes no such presence: ${shown?.message ?? 'it has none'}`)
    this.#room.present(this.#connectionOf(userId), sent)
    await this.#settle()
  }

  /**
   * The application's actions, done by a member: each resolves with its handler's result.
   * @throws SocDrawError the application's own refusals, `NOT_A_MEMBER`, `INVALID_PAYLOAD`, `ROOM_WAITING`,
   * `ROOM_PAUSED`, `ROOM_CLOSED`, …
   */
  as(userId: string): Actions<App> {
    return actionProxy<App>((name, payload) => this.#act(userId, name, payload), this.#application)
  }

  /** The same, done by somebody who only watches. @throws SocDrawError `SPECTATING` too, for actions without `spectators` */
  watching(userId: string): Actions<App> {
    checkUserId(userId)
    const watcher = { id: userId, name: userId, spectating: true } as const
    return actionProxy<App>((name, payload) => this.#do(watcher, name, payload), this.#application)
  }

  /** A user takes a seat, or comes back to their own. @throws SocDrawError `ROOM_FULL`; TypeError for no user's id */
  async join(userId: string): Promise<void> {
    const entering = this.#room.enter(this.#connectionOf(userId), { client: userId })
    // Entrances wait for the clock. What they are refused with is told below.
    entering.catch(() => undefined)
    await this.#clock.pass(0)
    await entering
    await this.#settle()
  }

  /** A user is given another role, as by the host's `setRole`. */
  async setRole(userId: string, role: Role): Promise<void> {
    checkUserId(userId)
    await this.#room.host.setRole(userId, role)
    await this.#settle()
  }

  /**
   * A user is called so from now on, here or not, as by their account. @throws TypeError for what is no user's name
   */
  async rename(userId: string, name: string): Promise<void> {
    const { user } = this.#connectionOf(userId)
    this.#names.set(userId, checkedUser({ ...user, name }).name)
    await this.#room.rename({ id: userId, name }, { gone: false })
    await this.#settle()
  }

  /** A user's account is deleted: their seat is left, and what they were in the room is a deleted user's. */
  async deleteAccount(userId: string): Promise<void> {
    this.#room.disconnected(this.#connectionOf(userId))
    await this.#room.rename({ id: userId, name: DELETED_NAME }, { gone: true })
    await this.#settle()
  }

  /** A user leaves: the seat is free at once. */
  async leave(userId: string): Promise<void> {
    await this.#room.leave(this.#connectionOf(userId))
    await this.#settle()
  }

  /** A user's connection is lost: the seat is kept for the application's `grace`. */
  async disconnect(userId: string): Promise<void> {
    this.#room.disconnected(this.#connectionOf(userId))
    await this.#settle()
  }

  /** Lets so many milliseconds go by: alarms ring, seats are given up. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STRIDE) await this.#clock.pass(Math.min(left, STRIDE))
    await this.#settle()
  }

  /** @throws TypeError for what can't be a user's id */
  #connectionOf(userId: string): Connection {
    checkUserId(userId)
    return { id: userId, user: { id: userId, name: this.#names.get(userId) ?? userId, roles: [] } }
  }

  async #act(userId: string, name: string, payload: unknown): Promise<unknown> {
    const member = this.members.find(({ id }) => id === userId)
    if (!member) throw new SocDrawError('NOT_A_MEMBER')
    return this.#do(member, name, payload)
  }

  async #do(actor: Actor, name: string, payload: unknown): Promise<unknown> {
    const answer = await this.#room.host.actAs(actor, name, packPayload(payload))
    await this.#settle()
    if (!answer.ok) throw new SocDrawError(answer.error)
    return answer.result
  }

  /** Lets everything happen that needs no time. @throws what an author's code has thrown meanwhile */
  async #settle(): Promise<void> {
    await this.#clock.settle()
    const [mistake] = this.#mistakes.splice(0)
    if (mistake !== undefined) throw mistake
  }

  #started(): object {
    const { state } = this.#log
    if (!state) throw new Error(`the room is waiting: ${this.members.length} of its members are there`)
    return state
  }
}

/**
 * Runs an application's rules without a network: opens a room of it and lets its first members enter. Nothing has to be
 * closed afterwards.
 * @throws TypeError for options that the application doesn't take and for ids that no user can have, SocDrawError `ROOM_FULL`, what `initialise` throws
 */
export function play<App extends AnyApplication>(application: App, options: PlayOptions): Promise<Play<App>> {
  return Play.start(application, options)
}

/** What a room plays on. */
interface Stage {
  readonly log: WitnessLog
  readonly clock: FakeClock
  readonly mistakes: unknown[]
  readonly effects: Effect[]
}

/** Nobody listens: what viewers see is read from the log. */
const NO_WIRE: Wire = { join: () => {}, follow: () => {}, leave: () => {}, send: () => {} }

function openRoom(application: AnyApplication, given: PlayOptions, stage: Stage) {
  const { options, players, owner, moderators, seed = 1 } = given
  const { log, clock, mistakes, effects } = stage
  const record = {
    ...{ id: 'R:1', name: 'Room', application: application.name },
    ...(players && { players }),
    ...(owner !== undefined && { owner }),
    ...(moderators && { moderators }),
    ...(options !== undefined && { options }),
  }
  checkRecord(application, record)
  let drawn = 0
  const report = (error: unknown): void => void mistakes.push(error)
  return Room.open({
    ...{ record, position: 1, clock, log, report, wire: NO_WIRE },
    // Frames have no one to reach: letting somebody in shall take no time.
    application: { ...watchRules(application, (_rule, run) => onlyRepeatable(run)), frameInterval: 0 },
    randomness: { name: () => `name-${++drawn}`, seed: (): Seed => [seed, ++drawn, 0, 0] },
    committer: new Committer({ log, clock, report }),
    limits: { ...DEFAULT_LIMITS, ...application.limits },
    carryOut: async (effect) => void effects.push(effect),
    roleOf: (_user, own) => own,
    listed: () => {},
    isLookedAt: () => true,
  })
}
