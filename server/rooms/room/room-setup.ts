import type { AnyApplication } from '../../contract/application.ts'
import type { RoomRecord } from '../ports.ts'
import { playersOf } from './listing-of.ts'

/** What a room is set up as. It may become another thing while the room is open: whoever has it reads it anew each time. */
export class RoomSetup {
  readonly #application: AnyApplication
  #record: RoomRecord
  #archived: boolean

  constructor(application: AnyApplication, record: RoomRecord, archived: boolean) {
    this.#application = application
    this.#record = record
    this.#archived = archived
  }

  get record(): RoomRecord {
    return this.#record
  }

  /** Whether it is only to be read: see `CataloguedRoom`. */
  get archived(): boolean {
    return this.#archived
  }

  /** How many members the room needs and takes. */
  get players(): { readonly min: number; readonly max: number } {
    return playersOf(this.#application, this.#record)
  }

  /** The room, under the same id, is set up as this from now on. */
  amend(record: RoomRecord, archived: boolean): void {
    this.#record = record
    this.#archived = archived
  }
}
