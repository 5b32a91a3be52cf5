import type { Json } from './json.ts'
import type { Path } from './path.ts'

/**
 * The smallest change of a state. Paths are never empty: the whole document is replaced by a snapshot, not by a patch.
 *
 * - `['set', path, value]`: gives a key its value; a new key of an object comes last. An array index must exist.
 * - `['delete', path]`: takes a key out of an object; one that isn't there is left so.
 * - `['splice', path, index, deleteCount, items]`: what `Array.prototype.splice` does to the array at `path`.
 */
export type Patch =
  | readonly ['set', Path, Json]
  | readonly ['delete', Path]
  | readonly ['splice', Path, number, number, readonly Json[]]
