import type { Room } from '../client/client-api.ts'
import { everything, useSelection } from './use-selection.ts'

/** All that a room tells, at one moment. It never changes: what has changed is in another one. */
export type RoomSnapshot<App> = Omit<Room<App>, 'act' | 'history' | 'subscribe' | 'present' | 'leave'>

/** The room as it is now: the component renders again whenever anything of it changed. */
export function useRoom<App>(room: Room<App>): RoomSnapshot<App>
/**
 * What `select` makes of the room as it is now: the component renders again when that is another one, by `isEqual`
 * (`Object.is` by default). Components that read the same room never show two moments of it at once.
 */
export function useRoom<App, Selected>(
  room: Room<App>,
  select: (room: RoomSnapshot<App>) => Selected,
  isEqual?: (one: Selected, other: Selected) => boolean,
): Selected
export function useRoom<App>(
  room: Room<App>,
  select: (room: RoomSnapshot<App>) => unknown = everything,
  isEqual: (one: unknown, other: unknown) => boolean = Object.is,
): unknown {
  return useSelection(room, takeRoom<App>, { select, isEqual })
}

function takeRoom<App>(room: Room<App>): RoomSnapshot<App> {
  const { id, name, players, archived, spectating, user, role, state, version, status, members, watchers } = room
  const { presence, pending, live, error, resyncs } = room
  return {
    ...{ id, name, players, archived, spectating, user, role, state, version, status, members, watchers },
    ...{ presence, pending, live, error, resyncs },
  }
}
