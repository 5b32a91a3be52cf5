import { timedTalkAt } from '../measure.ts'
import type { Row } from '../row.ts'
import { SOCKET_IO_IN_FRAMES } from '../server-process.ts'
import { median, takeTurns } from '../take-turns.ts'

const MEMBERS = 100
const SECONDS = 5
const WHOSE = 'Socket.IO in frames'

/** A hundred members of one room, who speak so often in all. */
export function oneRoom(rate: number): Row {
  const talk = { members: MEMBERS, rate, seconds: SECONDS }
  return {
    name: `one-room-${rate}`,
    work: `One room, ${MEMBERS} members, ${rate} actions/s`,
    async run({ build, repeats }) {
      const { beside, ours } = await takeTurns(repeats, {
        beside: () => timedTalkAt(SOCKET_IO_IN_FRAMES, talk),
        ours: () => timedTalkAt({ wire: 'soc-draw', build }, talk),
      })
      const compare = (pick: (talked: (typeof ours)[number]) => number) => ({
        ours: median(ours, pick),
        beside: { whose: WHOSE, figure: median(beside, pick) },
      })
      return [
        {
          what: 'CPU per delivery',
          unit: 'µs',
          ...compare(({ microsPerDelivery }) => microsPerDelivery),
          target: { times: 1.2 },
        },
        { what: 'p50', unit: 'ms', ...compare(({ p50 }) => p50), target: { times: 1.2 } },
        { what: 'p99', unit: 'ms', ...compare(({ p99 }) => p99), target: { times: 1.5 } },
      ]
    },
  }
}
