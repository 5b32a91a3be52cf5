/** One user who sends as fast as their kind of flood can, over and over where they are closed, until the process is ended. */
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { LOBBY, roomOf } from '../lobby.ts'

/** What a flood is of: `packets`, `acts` and `presences` are 50,000 a second, the others as many as get through. */
export type Flood = 'packets' | 'acts' | 'presences' | 'large' | 'moves' | 'posts' | 'connections'

const { port, flood }: { port: number; flood: Flood } = JSON.parse(process.argv[2] ?? '')
const RATE = 50_000
const TICK = 5
/** How much may be on its way: what the server does not read must not fill this process. */
const UNDERWAY = 1024 * 1024
const PAYLOAD = 'x'.repeat(64 * 1024 - 100)
const CONNECT = `40/${LOBBY},${JSON.stringify({ token: 'flooder' })}`
let number = 0

/** Each flood's next packet. */
const NEXT: Record<Exclude<Flood, 'posts' | 'connections'>, () => string> = {
  packets: () => `42/${LOBBY},["nothing"]`,
  acts: () => act({ t: 0, text: 'x' }),
  presences: () => `42/${LOBBY},["present","${roomOf(1)}",{"typing":true}]`,
  large: () => act({ t: 0, text: PAYLOAD }),
  moves: () => (++number % 2 ? `41/${LOBBY},` : CONNECT),
}

process.send?.('floods')
for (;;) {
  if (flood === 'posts') await postAll()
  else if (flood === 'connections') await comeAndGo()
  else await sendAll(NEXT[flood])
}

function act(payload: unknown): string {
  const request = { client: 'c', seq: ++number, name: 'say', payload }
  return `42/${LOBBY},${number}${JSON.stringify(['act', roomOf(1), request])}`
}

/** Opens a WebSocket, and the lobby over it; undefined where it is refused. */
async function arrive(): Promise<WebSocket | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  })
  socket.on('error', () => undefined)
  const opened = await Promise.race([once(socket, 'open').then(() => true), once(socket, 'close').then(() => false)])
  if (!opened) return undefined
  socket.send(CONNECT)
  await Promise.race([once(socket, 'message'), once(socket, 'close')])
  return socket
}

async function sendAll(next: () => string): Promise<void> {
  const socket = await arrive()
  if (!socket) return void (await pause(100))
  const perTick = (RATE * TICK) / 1000
  while (socket.readyState === WebSocket.OPEN) {
    for (let sent = 0; sent < perTick && socket.bufferedAmount < UNDERWAY; sent++) socket.send(next())
    await pause(TICK)
  }
}

async function postAll(): Promise<void> {
  const url = `http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`
  const opened = await (await fetch(url)).text().catch(() => '')
  if (!opened.startsWith('0{')) return void (await pause(100))
  const { sid }: { sid: string } = JSON.parse(opened.slice(1))
  const session = `${url}&sid=${sid}`
  const post = async (body: string): Promise<boolean> => (await fetch(session, { method: 'POST', body })).ok
  if (!(await post(CONNECT))) return
  const body = Array.from({ length: 10_000 }, NEXT.packets).join('\u001e')
  while (await post(body).catch(() => false));
}

async function comeAndGo(): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: 10 }, arrive))
  for (const socket of sockets) socket?.terminate()
}
