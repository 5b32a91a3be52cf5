/** soc-draw from a build's folder, as in production: SQLite that survives a power failure, and logs at `info`. */
import { pathToFileURL } from 'node:url'
import { z } from 'zod/mini'
import { LOBBY, ROOM_COUNT, roomOf } from '../lobby.ts'
import { serveUsage } from '../usage.ts'

interface Told {
  readonly build: string
  readonly preview?: boolean
  readonly bounded?: boolean
  readonly folder: string
}

interface LineState {
  messages: { id: number; sender: string; text: string; t: number }[]
}

const { build, preview, bounded, folder }: Told = JSON.parse(process.argv[2] ?? '')
process.on('disconnect', () => process.exit())

type Package = typeof import('../../../../server/index.ts')
const { createServer, defineApplication }: Package = await import(pathToFileURL(`${build}/server/index.js`).href)

/**
 * How many lines the state keeps: of those that come and go again within one frame, nobody hears. So it is what two seconds
 * bring at the highest rate, and a frame that a busy machine holds up for that long loses none.
 */
const KEPT = 2000

/** A chat: what is said is kept for paging back, the newest of it in the state. */
const line = defineApplication({
  name: LOBBY,
  players: { min: 1, max: 5000 },
  initialise: (): LineState => ({ messages: [] }),
  update: (action) => ({
    say: action(
      z.object({ t: z.number(), text: z.string().check(z.minLength(1), z.maxLength(2000)) }),
      (state, { t, text }, { user, version }) => {
        state.messages.push({ id: version, sender: user.id, text, t })
        if (state.messages.length > KEPT) state.messages.shift()
        return { id: version }
      },
    ),
  }),
  history: { say: true },
  ...(preview ? { preview: (state: LineState) => state.messages.at(-1)?.text ?? '' } : {}),
})

const usagePort = await serveUsage()
const server = await createServer({
  applications: [line],
  rooms: Array.from({ length: ROOM_COUNT }, (_, index) => ({ id: roomOf(index), name: 'Room', application: LOBBY })),
  port: 0,
  data: folder,
  logLevel: 'info',
  ...(bounded ? {} : { limits: { rate: 5000, burst: 10_000 } }),
  authenticate: async ({ auth: { token } }) => (typeof token === 'string' ? { id: token, name: token } : null),
})
process.send?.({ port: Number(new URL(server.url).port), usagePort })
