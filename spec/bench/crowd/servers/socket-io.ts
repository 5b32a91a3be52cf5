/** What a Socket.IO server does at the least for a room: it sends everybody what anybody says, and keeps nothing. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serveUsage } from '../usage.ts'

interface Told {
  readonly frameInterval?: number
}

const ROOM = 'room'

const { frameInterval }: Told = JSON.parse(process.argv[2] ?? '')
process.on('disconnect', () => process.exit())

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false })
const say = frameInterval === undefined ? (line: unknown) => io.to(ROOM).emit('say', line) : inFrames(frameInterval)
io.on('connection', (socket) => {
  socket.join(ROOM)
  socket.on('say', say)
})
const usagePort = await serveUsage()
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
process.send?.({ port: (http.address() as AddressInfo).port, usagePort })

/** The first line after quiet goes at once; those within the interval after it share a packet. */
function inFrames(interval: number): (line: unknown) => void {
  let waiting: unknown[] = []
  let last = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    last = performance.now()
    io.to(ROOM).emit('say', waiting)
    waiting = []
  }
  return (line) => {
    waiting.push(line)
    if (waiting.length === 1) setTimeout(flush, Math.max(0, last + interval - performance.now()))
  }
}
