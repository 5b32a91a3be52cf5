import type { Frame, PresenceChanges, Removal, Snapshot } from '../../protocol/events.ts'
import { ROOM_KEY } from '../../protocol/room-document.ts'
import { jsonSize } from '../../state/json-size.ts'
import type { Patch } from '../../state/patches.ts'
import { filterPatches, filterState, splitPatches, type VisibilityRules } from '../../state/visibility.ts'
import type { Connection, Wire } from '../ports.ts'
import type { RoomModel } from './room-model.ts'

/** The viewer that is nobody: no user has this id. */
export const SPECTATOR = ''

/**
 * A room's members as those who are sent its state, each what the application's `visibility` lets them see. Nothing of
 * the state leaves a room but through here.
 */
export class Viewers {
  readonly #wire: Wire
  readonly #roomId: string
  readonly #rules: VisibilityRules
  readonly #hasRules: boolean
  readonly #hasOwners: boolean

  constructor(wire: Wire, roomId: string, rules: VisibilityRules) {
    this.#wire = wire
    this.#roomId = roomId
    this.#rules = rules
    this.#hasRules = Object.keys(rules).length > 0
    this.#hasOwners = Object.values(rules).includes('owner')
  }

  join(connection: Connection, spectating = false): void {
    this.#wire.join(connection, this.#roomId)
    if (this.#hasOwners && !spectating) this.#wire.join(connection, this.#groupOf(connection.user.id))
  }

  leave(connection: Connection): void {
    this.#wire.leave(connection, this.#roomId)
    if (this.#hasOwners) this.#wire.leave(connection, this.#groupOf(connection.user.id))
  }

  /** Tells a connection that is not in the room any more why that is so. */
  remove(connection: Connection, removal: Removal): void {
    this.#wire.send({ connection }, 'removed', this.#roomId, removal)
  }

  /** Sends one connection a frame in which nobody has patches of their own. */
  sendTo(connection: Connection, frame: Frame): void {
    this.#wire.send({ connection }, 'frame', this.#roomId, frame)
  }

  /** Sends one frame to all; whoever has patches of their own in it gets a frame that holds both, instead of it. */
  send({ from, to, patches: all }: Frame): void {
    const patches = shown(all)
    const { everyone, owners } = this.#hasRules
      ? splitPatches(patches, this.#rules)
      : { everyone: patches, owners: new Map<string, readonly Patch[]>() }
    const except = [...owners.keys()].map((userId) => this.#groupOf(userId))
    this.#wire.send({ group: this.#roomId, except }, 'frame', this.#roomId, { from, to, patches: everyone })
    for (const [userId, own] of owners) {
      this.#wire.send({ group: this.#groupOf(userId) }, 'frame', this.#roomId, { from, to, patches: own })
    }
  }

  /** Sends presence to all. */
  present(changes: PresenceChanges): void {
    this.#wire.send({ group: this.#roomId }, 'presence', this.#roomId, changes)
  }

  /** Tells each who was let in how many watch, also those who are slow: nothing would tell them that they missed it. */
  count(present: readonly { readonly connection: Connection; readonly letIn: boolean }[], watchers: number): void {
    const connections = present.filter(({ letIn }) => letIn).map(({ connection }) => connection)
    this.#wire.send({ connections }, 'watchers', this.#roomId, watchers)
  }

  /** The room as it is, for `snapshotFor`: without what nobody is shown. */
  snapshot(model: RoomModel): Snapshot {
    const { room, ...state } = model.snapshot()
    const { roles: _given, ...document } = room
    return { room: document, ...state }
  }

  /** What the user may see of it. Without rules it is the same object for all. */
  snapshotFor(userId: string, snapshot: Snapshot): Snapshot {
    if (!this.#hasRules || !snapshot.state) return snapshot
    return { room: snapshot.room, state: filterState(snapshot.state, this.#rules, userId) }
  }

  /** About how many characters that snapshot is as JSON. */
  sizeFor(userId: string, { document, state, size }: RoomModel): number {
    if (!this.#hasRules || !state) return size
    return jsonSize(document) + jsonSize(filterState(state, this.#rules, userId))
  }

  /** What the user may see of them. */
  patchesFor(userId: string, patches: readonly Patch[]): readonly Patch[] {
    return this.#hasRules ? filterPatches(shown(patches), this.#rules, userId) : shown(patches)
  }

  /** No room's id: those have no slash. */
  #groupOf(userId: string): string {
    return `${this.#roomId}/${userId}`
  }
}

/** Which roles were given to whom, here or not: what those have who are here, their seats say. */
function shown(patches: readonly Patch[]): readonly Patch[] {
  return patches.every(isShown) ? patches : patches.filter(isShown)
}

function isShown([, [key, part]]: Patch): boolean {
  return key !== ROOM_KEY || part !== 'roles'
}
