import type { ApplicationLimits } from '../contract/rule-handlers.ts'

/** Bounds of one room and of one connection: see `ApplicationLimits`. The defaults are generous for people and narrow for loops. */
export type RoomLimits = Required<ApplicationLimits>

const MIB = 1024 * 1024

export const DEFAULT_LIMITS: RoomLimits = {
  queue: 1000,
  state: 8 * MIB,
  rate: 200,
  burst: 400,
  byteRate: MIB,
  byteBurst: 4 * MIB,
  connections: 100,
}
