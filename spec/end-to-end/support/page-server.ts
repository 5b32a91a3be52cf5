import { chat } from '../../../server/applications/chat.ts'
import type { Drawing } from '../../../server/applications/drawing/drawing.ts'
import { drawingBoard } from '../../../server/applications/drawing-board.ts'
import type { AnyApplication } from '../../../server/contract/application.ts'
import { createServer, type SocDrawServer } from '../../../server/host/server.ts'
import type { ServerOptions } from '../../../server/host/server-options.ts'
import type { RoomRecord } from '../../../server/rooms/ports.ts'
import { DEMO_PASSWORD, demoUsers, firstRooms } from '../../../server/shipped/demo.ts'
import { shippedApplications } from '../../../server/shipped/shipped-applications.ts'
import { builtPage } from '../../support/built-page.ts'

interface PageServerOptions {
  readonly players?: { readonly min: number; readonly max: number }
  readonly quorumLoss?: 'pause'
  /** How long a lost connection keeps its seat, in milliseconds; as in production by default. */
  readonly grace?: number
  readonly port?: number
  readonly signUp?: 'open' | 'invited'
  readonly guests?: boolean
  readonly setUp?: ServerOptions['setUp']
  /** Everyone by default. */
  readonly makeRooms?: ServerOptions['makeRooms']
  /** Beside the demo users. */
  readonly users?: ServerOptions['users']
  /** The path below which all of it stands. */
  readonly prefix?: string
  readonly authorize?: ServerOptions['authorize']
  /** A folder; nothing is kept by default. */
  readonly data?: string
  /** As in development by default. */
  readonly rooms?: readonly RoomRecord[]
  /** What boards begin with, instead of nothing. */
  readonly drawing?: () => Drawing
}

/** What `npm run dev` offers, served as production serves it: the demo users, the first rooms, and the built page. */
export async function startPageServer(options: PageServerOptions = {}): Promise<SocDrawServer> {
  const { players = chat.players, grace = chat.grace, quorumLoss = chat.quorumLoss } = options
  const { port = 0, prefix = '', authorize, setUp, makeRooms, data = 'memory', rooms = firstRooms } = options
  const { drawing = drawingBoard.initialise, signUp = 'closed', guests = false, users = [] } = options
  const changes: Readonly<Record<string, Partial<AnyApplication>>> = {
    [chat.name]: { players, grace, quorumLoss },
    [drawingBoard.name]: { initialise: drawing },
  }
  return createServer({
    data,
    applications: shippedApplications.map((each) => ({ ...each, ...changes[each.name] })),
    rooms,
    users: [...demoUsers, ...users],
    demo: { users: demoUsers.map(({ username }) => ({ username })), password: DEMO_PASSWORD },
    frontEnd: { mode: 'built', folder: await builtPage() },
    signInLimit: 'none',
    signUp,
    guests,
    // A machine that is busy with browsers turns nobody away.
    maxLag: Number.POSITIVE_INFINITY,
    port,
    prefix,
    ...(authorize && { authorize }),
    ...(setUp && { setUp }),
    ...(makeRooms && { makeRooms }),
    logLevel: 'silent',
  })
}
