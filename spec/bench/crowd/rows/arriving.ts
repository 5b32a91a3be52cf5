import type { Arrived } from '../loads/arrive.ts'
import { arriveAt } from '../measure.ts'
import type { Figure, Row } from '../row.ts'
import { SOCKET_IO } from '../server-process.ts'
import { median, takeTurns } from '../take-turns.ts'

const WHOSE = 'bare Socket.IO'
/** Set as 4 s where bare Socket.IO took 1.4 s: on a machine that is half as fast, both take twice as long. */
const WALL_TIMES = 2.86

/** What a connection costs that comes and stays: in the lobby, and in a room of four. */
export const arriving: Row = {
  name: 'arriving',
  work: '3,000 connections, 20 at a time',
  async run({ build, repeats }) {
    const ours = { wire: 'soc-draw', build } as const
    const turns = await takeTurns(repeats, {
      bare: () => arriveAt(SOCKET_IO, { connections: 3000 }),
      lobby: () => arriveAt(ours, { connections: 3000 }),
      rooms: () => arriveAt(ours, { connections: 3000, rooms: 750 }),
    })
    const compare = (measured: typeof turns.bare, pick: (arrived: (typeof turns.bare)[number]) => number) => ({
      ours: median(measured, pick),
      beside: { whose: WHOSE, figure: median(turns.bare, pick) },
    })
    const memory = ({ kilobytesEach }: (typeof turns.bare)[number]): number => kilobytesEach
    return [
      {
        what: 'memory each, only in the lobby',
        unit: 'KB',
        ...compare(turns.lobby, memory),
        target: { times: 1.2 },
      },
      { what: 'memory each, in a room of four', unit: 'KB', ...compare(turns.rooms, memory), target: { times: 1.8 } },
      {
        what: 'CPU each, entering 750 rooms',
        unit: 'ms',
        ...compare(turns.rooms, ({ cpuEach }) => cpuEach),
        target: { times: 4 },
      },
      {
        what: 'wall, entering 750 rooms',
        unit: 's',
        ...compare(turns.rooms, ({ wall }) => wall),
        target: { times: WALL_TIMES },
      },
      refused([...turns.lobby, ...turns.rooms]),
    ]
  },
}

/** A room that everybody enters while it runs. */
export const oneRunningRoom: Row = {
  name: 'one-running-room',
  work: '1,000 users enter one running room, 20 at a time',
  async run({ build, repeats }) {
    const turns = await takeTurns(repeats, {
      bare: () => arriveAt(SOCKET_IO, { connections: 1000 }),
      ours: () => arriveAt({ wire: 'soc-draw', build }, { connections: 1000, rooms: 1 }),
    })
    const compare = (pick: (arrived: (typeof turns.bare)[number]) => number) => ({
      ours: median(turns.ours, pick),
      beside: { whose: WHOSE, figure: median(turns.bare, pick) },
    })
    return [
      { what: 'CPU each', unit: 'ms', ...compare(({ cpuEach }) => cpuEach), target: { times: 4 } },
      {
        what: 'the event loop’s longest hold',
        unit: 'ms',
        ...compare(({ longestHold }) => longestHold),
        target: { most: 50 },
      },
      refused(turns.ours),
    ]
  },
}

/** Whoever was told to come later was late, and spared the server work: the figures above flatter it, so there is to be nobody. */
function refused(measured: readonly Arrived[]): Figure {
  const ours = measured.reduce((sum, { refusals }) => sum + refusals, 0)
  return { what: 'told to come later', unit: '', ours, target: { most: 0 } }
}
