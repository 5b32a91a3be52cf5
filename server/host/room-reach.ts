import type { ClusterNode } from '../cluster/cluster-node.ts'
import type { Errand } from '../cluster/errands.ts'
import type { Clock } from '../protocol/clock.ts'
import { type ErrorCode, SocDrawError } from '../protocol/errors.ts'
import type { HistoryRequest } from '../protocol/events.ts'
import type { Role } from '../protocol/roles.ts'
import { OwnedElsewhereError, type RoomOwner } from '../rooms/log/room-log.ts'
import type { Report } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { HostSide } from '../rooms/room/host-side.ts'
import type { RoomView } from '../rooms/room/observers.ts'

/** A room in the host's hands, whichever server runs it: see `HostSide`. */
export interface HostedRoom extends Pick<HostSide, 'actAs' | 'close' | 'setRole' | 'read' | 'past'> {
  watchers(): Promise<number>
  /** The room as soon as it is another than at this version, or after a while. */
  next(version: number): Promise<RoomView>
}

export interface RoomReachParts {
  readonly registry: RoomRegistry
  /** Where this is one server among several. */
  readonly node: Pick<ClusterNode, 'errand' | 'serveErrands'> | undefined
  readonly clock: Clock
  readonly report: Report
}

/** For how long whoever observes a room elsewhere waits for a change before asking again, in milliseconds. */
const WAITS = 10_000
/** How soon a room is sought again that is nobody's for the moment, in milliseconds. */
const AGAIN = 500
/** What is answered of a room that is on its way to another server, or whose server ended. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>(['ROOM_BUSY', 'STOPPING', 'OUTCOME_UNKNOWN'])
/** Before the first version. */
const NO_VERSION = -1

interface Watch {
  readonly roomId: string
  readonly listener: (view: RoomView) => void
  isOver(): boolean
  /** Whether it failed last: that is reported once. */
  fails: boolean
}

type Does = keyof HostedRoom
/** What changes nothing. */
const READS: ReadonlySet<Does> = new Set(['read', 'past', 'watchers', 'next'])
const DOES: readonly string[] = [
  'actAs',
  'close',
  'setRole',
  'read',
  'past',
  'watchers',
  'next',
] satisfies readonly Does[]

/** Reaches rooms for the host's code: those that run here, and by lines those that run at other servers. */
export class RoomReach {
  readonly #parts: RoomReachParts
  #stopped = false

  constructor(parts: RoomReachParts) {
    this.#parts = parts
    parts.node?.serveErrands((errand) => this.#carryOut(errand))
  }

  /** Nothing is observed any more. */
  stop(): void {
    this.#stopped = true
  }

  /** @throws SocDrawError `ROOM_NOT_FOUND`, `ROOM_UNAVAILABLE`, `STOPPING` */
  async reach(roomId: string): Promise<HostedRoom> {
    const found = await this.#find(roomId)
    return found instanceof HostSide ? this.#here(found) : found
  }

  async #find(roomId: string): Promise<HostSide | HostedRoom> {
    const { node } = this.#parts
    try {
      return await this.#open(roomId)
    } catch (error) {
      if (!(error instanceof OwnedElsewhereError) || !node) throw error
      return elsewhere(error.owner, roomId, node)
    }
  }

  /** Calls `listener` with the room as it is, and again after changes. Resolves with what ends it. @throws as `reach` */
  async observe(roomId: string, listener: (view: RoomView) => void): Promise<() => void> {
    if (!this.#parts.node) return (await this.#open(roomId)).observe(listener)
    const watch: Watch = { roomId, listener, isOver: () => this.#stopped, fails: false }
    // Whoever asks is told at once that there is no such room.
    void this.#follow(watch, await this.#find(roomId))
    return () => {
      watch.isOver = () => true
    }
  }

  /** A room that goes over to another server is followed there. */
  async #follow(watch: Watch, first: HostSide | HostedRoom): Promise<void> {
    for (let room: HostSide | HostedRoom | undefined = first; !watch.isOver(); room = undefined) {
      try {
        const found: HostSide | HostedRoom = room ?? (await this.#find(watch.roomId))
        if (found instanceof HostSide) await this.#followHere(watch, found)
        else await this.#followThere(watch, found)
      } catch (error) {
        if (error instanceof SocDrawError && error.code === 'ROOM_NOT_FOUND') return
        this.#failed(watch, error)
        await this.#pause()
      }
    }
  }

  /** Tells of the first failure of a row; not of a room that goes over from one server to another. */
  #failed(watch: Watch, error: unknown): void {
    if (watch.fails || watch.isOver() || (error instanceof SocDrawError && PASSING.has(error.code))) return
    watch.fails = true
    this.#parts.report(error, { room: watch.roomId, doing: 'following it for the host' })
  }

  /** As long as the room is this server's. */
  async #followHere(watch: Watch, host: HostSide): Promise<void> {
    const { roomId, listener } = watch
    const end = host.observe((view) => {
      if (!watch.isOver()) listener(view)
    })
    watch.fails = false
    while (!watch.isOver() && this.#parts.registry.opened(roomId)?.host === host) await this.#pause()
    end()
  }

  async #followThere(watch: Watch, room: HostedRoom): Promise<void> {
    const { roomId, listener } = watch
    for (let version = NO_VERSION; !watch.isOver(); ) {
      const view = await room.next(version)
      watch.fails = false
      if (view.version !== version && !watch.isOver()) this.#tell(roomId, listener, view)
      version = view.version
    }
  }

  /** As `Observers` do of a room that runs here: what fails is the host's own, and ends nothing. */
  #tell(roomId: string, listener: Watch['listener'], view: RoomView): void {
    try {
      listener(view)
    } catch (error) {
      this.#parts.report(error, { room: roomId, doing: 'telling the host of a change' })
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#parts.clock.setTimer(AGAIN, resolve))
  }

  async #open(roomId: string): Promise<HostSide> {
    const { registry } = this.#parts
    const found = await registry.find(roomId)
    if (!found) throw new SocDrawError('ROOM_NOT_FOUND')
    return (await registry.open(found)).host
  }

  /** [P14] What another server's host asks is done here only while the room is this one's. */
  async #carryOut({ roomId, does, args }: Errand): Promise<unknown> {
    if (!DOES.includes(does)) throw new SocDrawError('UNKNOWN_EVENT')
    try {
      const room = this.#here(await this.#open(roomId))
      // What servers of one version of their protocol ask of each other is what `HostedRoom` says.
      const asked = room[does as Does] as (...args: readonly unknown[]) => Promise<unknown>
      return await asked(...args)
    } catch (error) {
      if (error instanceof OwnedElsewhereError) throw new SocDrawError('ROOM_BUSY')
      throw error
    }
  }

  #here(host: HostSide): HostedRoom {
    return {
      actAs: (...asked) => host.actAs(...asked),
      close: () => host.close(),
      setRole: (...asked) => host.setRole(...asked),
      read: () => host.read(),
      past: (request) => host.past(request),
      watchers: async () => host.watchers,
      next: (version) => this.#next(host, version),
    }
  }

  async #next(host: HostSide, version: number): Promise<RoomView> {
    let [end, cancel] = [(): void => {}, (): void => {}]
    const changed = await new Promise<RoomView | undefined>((resolve) => {
      cancel = this.#parts.clock.setTimer(WAITS, () => resolve(undefined))
      end = host.observe((view) => {
        if (view.version !== version) resolve(view)
      })
    })
    cancel()
    end()
    return changed ?? host.read()
  }
}

function elsewhere(owner: RoomOwner, roomId: string, node: Pick<ClusterNode, 'errand'>): HostedRoom {
  // What the owner does by these names, it answers with what they resolve with.
  const ask = async <Result>(does: Does, ...args: readonly unknown[]): Promise<Result> =>
    (await node.errand(owner, { roomId, does, args, isRead: READS.has(does) })) as Result
  return {
    actAs: (user, name, payload) => ask('actAs', user, name, ...(payload === undefined ? [] : [payload])),
    close: () => ask('close'),
    setRole: (userId: string, role: Role) => ask('setRole', userId, role),
    read: () => ask('read'),
    past: (request: HistoryRequest) => ask('past', request),
    watchers: () => ask('watchers'),
    next: (version) => ask('next', version),
  }
}
