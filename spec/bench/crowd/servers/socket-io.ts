/** What a Socket.IO server does at the least for rooms: it sends all who are in one what any of them says, and keeps nothing. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serveUsage } from '../usage.ts'

interface Told {
  readonly frameInterval?: number
}

/** Where those are who name no room. */
const EVERYBODY = 'everybody'

type Say = (line: unknown) => void

const { frameInterval }: Told = JSON.parse(process.argv[2] ?? '')
process.on('disconnect', () => process.exit())

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false })
const rooms = new Map<string, Say>()
io.on('connection', (socket) => {
  const { room = EVERYBODY }: { room?: string } = socket.handshake.auth
  socket.join(room)
  let say = rooms.get(room)
  if (!say) rooms.set(room, (say = toRoom(room)))
  socket.on('say', say)
})
const usagePort = await serveUsage()
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
process.send?.({ port: (http.address() as AddressInfo).port, usagePort })

function toRoom(room: string): Say {
  const emit: Say = (said) => io.to(room).emit('say', said)
  return frameInterval === undefined ? emit : inFrames(frameInterval, emit)
}

/** The first line after quiet goes at once; those within the interval after it share a packet. */
function inFrames(interval: number, emit: Say): Say {
  let waiting: unknown[] = []
  let last = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    last = performance.now()
    emit(waiting)
    waiting = []
  }
  return (line) => {
    waiting.push(line)
    if (waiting.length === 1) setTimeout(flush, Math.max(0, last + interval - performance.now()))
  }
}
