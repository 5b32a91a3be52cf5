import type { Room } from '../../web/client/client-api.ts'
import type { Ways } from './ways.ts'

/**
 * Somebody who uses one application as a person would, and knows only what their connection was sent. Goes on until the
 * room is closed, or its ways are stopped, which rejects with `Stopped`.
 */
export type Player<App> = (room: Room<App>, ways: Ways) => Promise<void>

/** Resolves when the room runs, or is closed, or one is no longer in it; true when it runs. */
export async function runs<App>(room: Room<App>, ways: Ways): Promise<boolean> {
  await ways.until(room, ({ status, state, error }) => error !== undefined || status === 'closed' || !!state)
  await ways.until(room, ({ status, error }) => error !== undefined || status === 'closed' || status === 'running')
  if (room.error) throw room.error
  return room.status === 'running'
}
