import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { EnterOptions, Lobby } from '../client/client-api.ts'
import { type EnteredRoom, stayIn } from './room-stay.ts'

/**
 * Enters a room while the component is there, and leaves it a moment after the last component that wanted it is gone.
 * Changed `options` take a seat, or go on watching only, in the same room. What was refused is asked for again by a
 * component that is mounted anew.
 */
export function useEnteredRoom<App>(
  lobby: Lobby<App>,
  roomId: string,
  { spectate = false }: EnterOptions = {},
): EnteredRoom<App> {
  const stay = useMemo(() => stayIn(lobby, roomId), [lobby, roomId])
  useEffect(() => stay.arrive(spectate), [stay, spectate])
  return useSyncExternalStore(stay.subscribe, stay.read, stay.read)
}
