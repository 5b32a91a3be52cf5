import type { ChildProcess } from 'node:child_process'
import { temporaryFolder } from '../support/temporary-store.ts'
import { end, firstMessage, startOn } from './own-core.ts'

/** Bare Socket.IO, which sends a room each line as it comes, or all lines of so many milliseconds in one packet. */
export interface SocketIoPeer {
  readonly wire: 'socket.io'
  readonly frameInterval?: number
}

/** soc-draw as in production, from a build's folder: everything validated, and on disk before anybody sees it. */
export interface SocDrawBuild {
  readonly wire: 'soc-draw'
  readonly build: string
  /** Whether its rooms show a line of what goes on in the lobby's list. */
  readonly preview?: boolean
  /** Whether a connection may send as much as by default only. */
  readonly bounded?: boolean
}

export type Measured = SocketIoPeer | SocDrawBuild

export const SOCKET_IO: SocketIoPeer = { wire: 'socket.io' }
export const SOCKET_IO_IN_FRAMES: SocketIoPeer = { wire: 'socket.io', frameInterval: 16 }

/** Where a server answers on this machine: members, and who asks what it has used. */
export interface Ports {
  readonly port: number
  readonly usagePort: number
}

const SCRIPTS = { 'socket.io': './servers/socket-io.js', 'soc-draw': './servers/soc-draw.js' } as const
const START_SECONDS = 30

/** Runs a server in a process and a folder of its own while something is done to it. */
export async function withServer<Result>(measured: Measured, use: (ports: Ports) => Promise<Result>): Promise<Result> {
  const { folder, remove } = temporaryFolder()
  const child: ChildProcess = startOn('server', SCRIPTS[measured.wire], { ...measured, folder })
  try {
    return await use(await firstMessage<Ports>(child, 'server', START_SECONDS))
  } finally {
    await end(child)
    remove()
  }
}
