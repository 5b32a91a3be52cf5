import type { Lobby } from '../client/client-api.ts'
import { everything, useSelection } from './use-selection.ts'

/** All that a lobby tells, at one moment. It never changes: what has changed is in another one. */
export type LobbySnapshot<App> = Omit<
  Lobby<App>,
  'loadMore' | 'find' | 'order' | 'listing' | 'look' | 'subscribe' | 'enter' | 'reopen' | 'close' | 'onKnocked'
>

/** The lobby as it is now: the component renders again whenever anything of it changed. */
export function useLobby<App>(lobby: Lobby<App>): LobbySnapshot<App>
/** What `select` makes of the lobby as it is now. See `useRoom`. */
export function useLobby<App, Selected>(
  lobby: Lobby<App>,
  select: (lobby: LobbySnapshot<App>) => Selected,
  isEqual?: (one: Selected, other: Selected) => boolean,
): Selected
export function useLobby<App>(
  lobby: Lobby<App>,
  select: (lobby: LobbySnapshot<App>) => unknown = everything,
  isEqual: (one: unknown, other: unknown) => boolean = Object.is,
): unknown {
  return useSelection(lobby, takeLobby<App>, { select, isEqual })
}

function takeLobby<App>({ name, user, rooms, more, connection, error, trouble }: Lobby<App>): LobbySnapshot<App> {
  return { name, user, rooms, more, connection, error, trouble }
}
