import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** Stands between a database and who asks it: while it stalls, connections are taken and stay, and nothing gets through. */
export class StallingProxy {
  readonly url: string
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #stalled = false
  /** Whether it says of sessions what a pooler does, which has numbers of its own for them. */
  pools = false

  private constructor(server: Server, url: string) {
    this.#server = server
    this.url = url
  }

  static async to(database: string): Promise<StallingProxy> {
    const url = new URL(database)
    const socket = url.searchParams.get('host')
    const port = Number(url.port || 5432)
    const dial = () => (socket ? connect(join(socket, `.s.PGSQL.${port}`)) : connect(port, url.hostname))
    const server = createServer((near) => proxy.#join(near, dial()))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('the proxy has no port')
    url.searchParams.delete('host')
    url.host = `127.0.0.1:${address.port}`
    const proxy = new StallingProxy(server, url.href)
    return proxy
  }

  set stalled(stalled: boolean) {
    this.#stalled = stalled
    for (const socket of this.#sockets) stalled ? socket.pause() : socket.resume()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from)
      from.on('data', (data) => to.write(this.pools && from === far ? renumbered(data) : data))
      // Whatever one side dies of, the other is told.
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      if (this.#stalled) from.pause()
    }
  }
}

/** The message by which a session tells its number. */
const NUMBERED = Buffer.from([0x4b, 0, 0, 0, 12])

function renumbered(data: Buffer): Buffer {
  const at = data.indexOf(NUMBERED)
  if (at >= 0) data.writeInt32BE(1, at + NUMBERED.length)
  return data
}
