/**
 * - `LOCKED`: another server has the data.
 * - `CORRUPTED`: what is there is damaged, or no database at all.
 * - `FOREIGN`: a database, but another program's.
 * - `NEWER`: a newer soc-draw has written it.
 * - `UNUSABLE`: it can't be read or written, or was closed.
 */
export type StoreErrorCode = 'LOCKED' | 'CORRUPTED' | 'FOREIGN' | 'NEWER' | 'UNUSABLE'

/** Why data can't be used, in words for whoever runs the server: the message names the place. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
