import { StateError } from '../../state/json.ts'
import type { RoomModel } from './room-model.ts'

const HINT =
  'This room’s state was made before the server started. If the rules want another one since: raise version and give ' +
  'migrate, or delete the data (in development: stop the server, and delete the folder data/development)'

/**
 * What an author is told beside their mistake where it may be none of their code's: the state that it met is an older
 * one's. Nothing for what no state of another shape could have brought about.
 */
export function stateHint(error: unknown, model: RoomModel): { readonly hint?: string } {
  const fits = error instanceof TypeError || error instanceof StateError
  return fits && model.isInherited ? { hint: HINT } : {}
}
