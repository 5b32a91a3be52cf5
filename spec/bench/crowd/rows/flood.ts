import { runLoad } from '../load-process.ts'
import type { Flood } from '../loads/flood.ts'
import type { Talk, Talked } from '../loads/talk.ts'
import { end, firstMessage, startOn } from '../own-core.ts'
import type { Figure, Row } from '../row.ts'
import { type Ports, withServer } from '../server-process.ts'

const FLOODS: readonly (readonly [Flood, string])[] = [
  ['packets', '50,000 packets a second'],
  ['acts', '50,000 actions a second'],
  ['presences', '50,000 presences a second'],
  ['large', 'payloads of 64 KiB'],
  ['moves', 'coming to the lobby and leaving it'],
  ['posts', 'POSTs of 10,000 packets'],
  ['connections', 'connections that come and go'],
]
const TALK: Talk = { members: 40, rate: 200, seconds: 5 }

/** What one user who floods the server makes others wait, beside the same without. */
export function flood(kinds: readonly Flood[] = FLOODS.map(([kind]) => kind)): Row {
  return {
    name: 'flood',
    work: `One room, ${TALK.members} members, ${TALK.rate} actions/s, beside one user who floods: p99`,
    async run({ build }) {
      const chosen = FLOODS.filter(([kind]) => kinds.includes(kind))
      const figures: Figure[] = []
      for (const [kind, what] of chosen) {
        const { calm, flooded } = await withServer({ wire: 'soc-draw', build, bounded: true }, (ports) =>
          both(ports, kind),
        )
        const beside = { whose: 'the same without', figure: calm.p99 }
        figures.push({ what, unit: 'ms', ours: flooded.p99, beside, target: { times: 2 } })
      }
      return figures
    },
  }
}

/** The same talk on one server, without a flood and with one. */
async function both(ports: Ports, kind: Flood): Promise<{ calm: Talked; flooded: Talked }> {
  const talk = () => runLoad<Talked>('./loads/talk.js', { wire: 'soc-draw', ...ports, talk: TALK })
  await talk()
  const calm = await talk()
  const flooder = startOn('load', './loads/flood.js', { port: ports.port, flood: kind })
  try {
    await firstMessage(flooder, 'load', 10)
    const flooded = await talk()
    if (flooded.delivered < flooded.expected)
      throw new Error(`${flooded.delivered} of ${flooded.expected} lines arrived`)
    return { calm, flooded }
  } finally {
    await end(flooder)
  }
}
