import type { Role } from './roles.ts'

/** An account, as others see it. */
export interface User {
  readonly id: string
  readonly name: string
}

/**
 * A user in a room, as all see them there. Whoever has no `role` is a member like any other: what most are is never sent
 * nor stored, and was not before there were roles.
 */
export interface Person extends User {
  readonly role?: Exclude<Role, 'member'>
}

/**
 * A user who has a seat in a room. `connected` is false while a lost connection's grace runs. `color`, as `#rrggbb`, is
 * absent as long as they have chosen none: it is for who looks, and no application's rules are told of it.
 */
export interface Member extends Person {
  readonly connected: boolean
  readonly color?: string
}

export function personOf({ id, name }: User, role: Role | undefined): Person {
  return role === undefined || role === 'member' ? { id, name } : { id, name, role }
}

/** What somebody is in a room, as its members show it. */
export function roleAmong(members: readonly Person[], userId: string): Role {
  return members.find(({ id }) => id === userId)?.role ?? 'member'
}

export type RoomStatus = 'waiting' | 'running' | 'paused' | 'closed'

/**
 * What is true of every room whatever its application: the reserved document `$room` that travels beside the
 * application's state, in the same patches, frames and snapshots, and so in the same order.
 */
export interface RoomDocument {
  readonly status: RoomStatus
  /** Whether the application was initialised: before, there is no state. */
  readonly started: boolean
  /** In the order in which they came. */
  readonly members: readonly Member[]
}

/** The first path element of every patch that concerns the `RoomDocument`. */
export const ROOM_KEY = '$room'
