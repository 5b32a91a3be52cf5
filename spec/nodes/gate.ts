import { type AddressInfo, connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net'

/** Which way bytes go: to the server behind the gate, or from it. */
export type Direction = 'to' | 'from'

/** A place in a network between a node and a server that it needs, where connections can be held up and broken. */
export class Gate {
  readonly #server: Server
  readonly #target: NetConnectOpts
  readonly #sockets = new Set<Socket>()
  readonly #held = new Set<Direction>()
  /** What is held, as ends that are not read from. */
  readonly #readers = new Map<Socket, Direction>()
  #closed = false

  private constructor(target: NetConnectOpts) {
    this.#target = target
    this.#server = createServer((near) => this.#join(near))
  }

  /** @param target what is behind it */
  static async open(target: NetConnectOpts): Promise<Gate> {
    const gate = new Gate(target)
    await new Promise<void>((done) => gate.#server.listen(0, '127.0.0.1', done))
    return gate
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Nothing passes in these directions from now on, and nobody is told: as where packets are dropped. */
  hold(...directions: readonly Direction[]): void {
    for (const direction of directions) this.#held.add(direction)
    this.#apply()
  }

  /** Breaks all connections, and refuses new ones. */
  shut(): void {
    this.#closed = true
    this.#break()
  }

  /** Lets all pass again. What was held is lost with its connections, as after a long while it is in a network. */
  heal(): void {
    if (this.#held.size > 0) this.#break()
    this.#closed = false
    this.#held.clear()
  }

  async close(): Promise<void> {
    this.shut()
    await new Promise((done) => this.#server.close(done))
  }

  #break(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #apply(): void {
    for (const [reader, direction] of this.#readers) if (this.#held.has(direction)) reader.pause()
  }

  #join(near: Socket): void {
    if (this.#closed) {
      near.resetAndDestroy()
      return
    }
    const far = connect(this.#target)
    this.#carry(near, far, 'to')
    this.#carry(far, near, 'from')
    this.#apply()
  }

  #carry(one: Socket, other: Socket, direction: Direction): void {
    one.setNoDelay()
    this.#sockets.add(one)
    this.#readers.set(one, direction)
    one.on('data', (bytes) => {
      other.write(bytes)
    })
    // A connection that breaks is one that ends.
    one.on('error', () => one.destroy())
    one.on('close', () => {
      this.#sockets.delete(one)
      this.#readers.delete(one)
      other.destroy()
    })
  }
}
