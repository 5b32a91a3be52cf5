import { runLoad } from '../load-process.ts'
import type { Storm, Weathered } from '../loads/storm.ts'
import type { Row } from '../row.ts'
import { withServer } from '../server-process.ts'
import { median, takeTurns } from '../take-turns.ts'

const STORM: Storm = { connections: 3000, rooms: 750 }

/** Everybody is cut off at once, and comes back by the client library's back-off. */
export const storm: Row = {
  name: 'storm',
  work: '3,000 connections in 750 rooms, cut at once, all come back',
  async run({ build, repeats }) {
    const weather = () =>
      withServer({ wire: 'soc-draw', build }, (ports) =>
        runLoad<Weathered>('./loads/storm.js', { ...ports, storm: STORM }),
      )
    const { ours } = await takeTurns(repeats, { ours: weather })
    const figure = (what: string, pick: (weathered: Weathered) => number, most: number) => ({
      what,
      unit: '' as const,
      ours: median(ours, pick),
      target: { most },
    })
    return [
      { what: 'until all are back', unit: 's', ours: median(ours, ({ wall }) => wall), target: { most: 10 } },
      figure('attempts each', ({ attempts }) => attempts / STORM.connections, 2),
      figure('lost again', ({ losses }) => losses, 0),
      figure('served the whole room again', ({ snapshots }) => snapshots, 0),
    ]
  },
}
