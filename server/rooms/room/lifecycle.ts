import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AnyApplication } from '../../contract/application.ts'
import { checkOwned } from '../../contract/check-owned.ts'
import type { MemberRules } from '../../contract/rule-handlers.ts'
import { abandon, isThenable, type Validation, validate } from '../../contract/validate.ts'
import { zodWords } from '../../contract/zod-words.ts'
import { type Person, personOf, type User } from '../../protocol/room-document.ts'
import { cloneJson, copyJson, refusal } from '../../state/json.ts'
import type { RoomLimits } from '../limits.ts'
import type { StoredRoom } from '../log/room-log.ts'
import type { Randomness, Report, RoomRecord } from '../ports.ts'
import { lazyRandom } from '../seeded-random.ts'
import { SYSTEM_USER } from '../system-user.ts'
import type { AlarmChange } from './alarms.ts'
import { askAlarms } from './ask-alarms.ts'
import { giveRole } from './give-role.ts'
import type { History } from './history.ts'
import { missingMigration } from './missing-migration.ts'
import type { RoomModel, State } from './room-model.ts'
import type { RoomSetup } from './room-setup.ts'
import { type Ran, runHandler } from './run-handler.ts'
import { stateHint } from './state-hint.ts'

export interface LifecycleParts {
  readonly setup: RoomSetup
  readonly application: AnyApplication
  readonly randomness: Randomness
  readonly report: Report
  readonly history: History
  readonly limits: RoomLimits
  readonly model: RoomModel
}

type Handle = Parameters<typeof runHandler>[1]

/** A room's life by itself: members who come and go, its start, pauses and end, its alarms that ring. */
export class Lifecycle {
  readonly #parts: LifecycleParts

  constructor(parts: LifecycleParts) {
    this.#parts = parts
  }

  join(person: Person, color?: string): void {
    const { model } = this.#parts
    const ran = this.#runMemberRule('joined', person, () => [...model.people, person])
    const { id, name, ...role } = person
    const shown = { ...role, ...(color !== undefined && { color }) }
    model.step({
      kind: 'join',
      user: person,
      document: ({ members }) => void members.push({ id, name, connected: true, ...shown }),
      ...ran,
    })
  }

  leave(userId: string): void {
    const { model } = this.#parts
    const user = model.member(userId)
    if (!user) return
    const ran = this.#runMemberRule('left', user, () => model.people.filter(({ id }) => id !== userId))
    const place = model.placeOf(userId)
    model.step({ kind: 'leave', user, document: ({ members }) => void members.splice(place, 1), ...ran })
  }

  /**
   * Somebody is called otherwise from now on, who is here or was. In the archive nothing follows from it but what is seen.
   */
  rename({ id, name }: User): void {
    const { model, setup } = this.#parts
    const person = personOf({ id, name }, model.member(id)?.role)
    const people = () => model.people.map((each) => (each.id === id ? person : each))
    const { patches, consequences } = this.#runMemberRule('renamed', person, people)
    const place = model.placeOf(id)
    model.step({
      kind: 'rename',
      user: person,
      ...(place >= 0 && { document: ({ members }) => void Object.assign(members[place] ?? {}, { name }) }),
      ...(patches && { patches }),
      ...(consequences && !setup.archived && { consequences }),
    })
  }

  /** Somebody is on their seat again, as whom and what they are now. Does nothing when it is so already. */
  comeBack(person: Person, color?: string): void {
    const { model } = this.#parts
    const { id, name, role } = person
    if ((model.member(id)?.name ?? name) !== name) this.rename(person)
    const before = model.member(id)
    if (!before || (before.connected && before.color === color && before.role === role)) return
    const place = model.placeOf(id)
    model.step({
      kind: 'connect',
      user: person,
      document: ({ members }) => {
        const member = members[place]
        if (!member) return
        Object.assign(member, { connected: true, ...(color !== undefined && { color }) })
        if (color === undefined) delete member.color
        giveRole(member, role)
      },
    })
  }

  /** Does nothing when it is so already. */
  setConnected(userId: string, connected: boolean): void {
    const { model } = this.#parts
    const user = model.member(userId)
    if (!user || user.connected === connected) return
    const place = model.placeOf(userId)
    model.step({
      kind: connected ? 'connect' : 'disconnect',
      user,
      document: ({ members }) => {
        const member = members[place]
        if (member) member.connected = connected
      },
    })
  }

  /**
   * Brings the status in line with who is there: starts or resumes when the minimum is connected; when fewer seats than
   * that are taken, does what the application wants. The application is initialised once in a room's life.
   */
  settle(): void {
    const { model, application, setup } = this.#parts
    const { players, archived } = setup
    if (archived) return
    const { status, members } = model.document
    const enough = (): boolean => members.filter(({ connected }) => connected).length >= players.min
    if (status === 'waiting' && enough()) this.#start()
    else if (status === 'paused' && enough()) this.#setStatus('resume', 'running')
    else if (status === 'running' && members.length < players.min) {
      if (application.quorumLoss === 'pause') this.#setStatus('pause', 'paused')
      else if (application.quorumLoss === 'end') this.#setStatus('close', 'closed')
    }
  }

  /** Ends the room for good. Does nothing when it is closed. */
  close(): void {
    if (this.#parts.model.document.status !== 'closed') this.#setStatus('close', 'closed')
  }

  /** An alarm is due. One whose handler fails changes nothing, and has rung. */
  ring(name: string): void {
    const { model, application } = this.#parts
    const cleared = { name, clear: true } as const
    const handler = Object.hasOwn(application.alarms, name) ? application.alarms[name] : undefined
    const ran = handler && this.#run({ alarm: name }, SYSTEM_USER, () => model.people, handler)
    const consequences = ran?.consequences ?? { effects: [], closes: false, alarms: [] }
    model.step({
      kind: 'alarm',
      name,
      patches: ran?.patches ?? [],
      consequences: { ...consequences, alarms: [cleared, ...consequences.alarms] },
    })
  }

  /**
   * Brings a state that earlier rules left up to today's: whoever raises the version says how.
   * @throws whatever the author's `migrate` throws, and StateError for what is no state
   */
  migrate({ state: old, rules: from }: StoredRoom): void {
    const { application, model } = this.#parts
    if (!old || from >= application.version) return
    if (!application.migrate) throw new TypeError(missingMigration(application, `this room is of version ${from}`))
    const state = this.#checked(application.migrate(cloneJson(old), from), 'migrate')
    model.step({ kind: 'migrate', patches: model.replaceState(state) })
  }

  #start(): void {
    const begun = this.#initialise()
    if (!begun) return
    const { model } = this.#parts
    const patches = model.replaceState(begun.state)
    const document = (room: object) => void Object.assign(room, { status: 'running', started: true })
    model.step({ kind: 'start', document, patches, consequences: { alarms: begun.alarms, effects: [], closes: false } })
  }

  /** The application's first state and alarms; undefined when its author's code failed, which leaves the room waiting. */
  #initialise(): { readonly state: State; readonly alarms: readonly AlarmChange[] } | undefined {
    const { application, history, model, randomness, report, setup } = this.#parts
    const { record } = setup
    const alarms: AlarmChange[] = []
    let over = false
    const running = (): void => {
      if (over) throw new TypeError('alarms are set while initialise runs, or by a handler')
    }
    try {
      const random = lazyRandom(() => randomness.seed())
      const context = { now: history.now(), random, members: model.people, options: optionsOf(application, record) }
      const state = application.initialise({ ...context, alarms: askAlarms(application, alarms, running) })
      return { state: this.#checked(state, 'initialise'), alarms }
    } catch (error) {
      report(error, { application: application.name, doing: 'initialise', room: record.id })
      return undefined
    } finally {
      over = true
    }
  }

  /** A copy of a whole state that an author's code made. @throws TypeError, StateError for what is no state */
  #checked(state: unknown, maker: string): State {
    if (isThenable(state)) {
      abandon(state)
      throw new TypeError(`${maker} must not be async`)
    }
    const reason = refusal(state)
    if (reason || typeof state !== 'object' || state === null || Array.isArray(state))
      throw new TypeError(`${maker} must return the state, a plain object${reason ? `: ${reason}` : ''}`)
    const reserved = Object.keys(state).find((key) => key.startsWith('$'))
    if (reserved) throw new TypeError(`${reserved}: top-level keys that begin with $ are reserved`)
    checkOwned(this.#parts.application.visibility, state)
    return copyJson(state as State, { maxSize: this.#parts.limits.state })
  }

  #setStatus(kind: 'resume' | 'pause' | 'close', status: 'running' | 'paused' | 'closed'): void {
    this.#parts.model.step({
      kind,
      document: (room) => {
        room.status = status
      },
    })
  }

  /** What the application makes of somebody's coming or going, nothing of it after its end; or of their name. Nothing before it has started. */
  #runMemberRule(
    rule: keyof MemberRules<object, string>,
    user: Person,
    members: () => readonly Person[],
  ): Partial<Ran> {
    const { application, model } = this.#parts
    const { started, status } = model.document
    if (!application.members[rule] || !started || (status === 'closed' && rule !== 'renamed')) return {}
    return this.#run({ rule }, user, members, (state, context) => application.members[rule]?.(state, context)) ?? {}
  }

  /** Runs what can't be refused: an author's mistake is reported, and changes nothing. */
  #run(
    what: { readonly alarm?: string; readonly rule?: string },
    user: Person,
    members: () => readonly Person[],
    handle: Handle,
  ): Ran | undefined {
    const { application, history, model, randomness, report, setup } = this.#parts
    const { record } = setup
    const random = lazyRandom(() => randomness.seed())
    const turn = { application, user, version: history.version + 1, now: history.now(), random, members }
    try {
      return runHandler(turn, withoutResult(handle), (run) => model.change(run))
    } catch (error) {
      report(error, { application: application.name, ...what, room: record.id, ...stateHint(error, model) })
      return undefined
    }
  }
}

/** Nobody waits for what it returns, such as the length that `push` gives: only a promise is a mistake. */
function withoutResult(handle: Handle): Handle {
  return (draft, context) => {
    const returned = handle(draft, context)
    return isThenable(returned) ? returned : undefined
  }
}

/** The room's settings as the application's schema gives them out. @throws TypeError where it doesn't take them */
export function optionsOf({ name, options }: AnyApplication, { id, options: given }: RoomRecord): unknown {
  if (!options) return undefined
  // A copy: the schema may hand on the very object, and `initialise` change it.
  const result = validated(options, given === undefined ? undefined : copyJson(given, { root: 'options' }))
  if (!result.ok) throw new TypeError(`room ${id}: its options are not those of ${name}: ${result.message}`)
  return result.value
}

/** As `validate`; a schema that fails by itself is a mistake of the application's, told like any other. */
function validated(schema: StandardSchemaV1, given: unknown): Validation<unknown> {
  try {
    return validate(schema, given, zodWords)
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
