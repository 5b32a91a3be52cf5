import type { Answer } from '../../protocol/events.ts'
import type { Connection } from '../ports.ts'
import type { RateLimit } from './rate-limit.ts'

/** As what somebody is in a room. */
export type Entry = 'enter' | 'spectate'

/** A connection to a lobby, and what it is about there. */
export interface Visitor {
  readonly connection: Connection
  readonly rate: RateLimit
  /** The rooms the connection has entered, or is entering, and as what. */
  readonly rooms: Map<string, Entry>
  /** The last coming or going in each room that is still under way. */
  readonly moves: Map<string, Promise<Answer>>
  /** How many comings and goings are under way. */
  moving: number
}
