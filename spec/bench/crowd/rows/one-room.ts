import type { Talked } from '../loads/talk.ts'
import { timedTalkAt } from '../measure.ts'
import type { Row } from '../row.ts'
import { SOCKET_IO_IN_FRAMES } from '../server-process.ts'
import { median, takeTurns } from '../take-turns.ts'

const MEMBERS = 100
const WHOSE = 'Socket.IO in frames'

/** How many times the peer's each may be. */
export interface Times {
  readonly cpu: number
  readonly p50: number
  /** Absent where the machine may do other things meanwhile: then it says nothing. */
  readonly p99?: number
}

/** A hundred members of one room, who speak so often in all. */
export function oneRoom(rate: number, seconds: number, times: Times): Row {
  const talk = { members: MEMBERS, rate, seconds }
  return {
    name: `one-room-${rate}`,
    work: `One room, ${MEMBERS} members, ${rate} actions/s`,
    async run({ build, repeats }) {
      const { beside, ours } = await takeTurns(repeats, {
        beside: () => timedTalkAt(SOCKET_IO_IN_FRAMES, talk),
        ours: () => timedTalkAt({ wire: 'soc-draw', build }, talk),
      })
      const compare = (pick: (talked: Talked) => number, most: number) => ({
        ours: median(ours, pick),
        beside: { whose: WHOSE, figure: median(beside, pick) },
        target: { times: most },
      })
      return [
        { what: 'CPU per delivery', unit: 'µs', ...compare(({ microsPerDelivery }) => microsPerDelivery, times.cpu) },
        { what: 'p50', unit: 'ms', ...compare(({ p50 }) => p50, times.p50) },
        ...(times.p99 === undefined
          ? []
          : [{ what: 'p99', unit: 'ms' as const, ...compare(({ p99 }) => p99, times.p99) }]),
      ]
    },
  }
}
