import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

/** How much of what came before is heard again with what comes next: longer than any secret, however it is written. */
const OVERLAP = 200

/** A wire to a server on which every byte that the server sends is heard, and that can be cut. */
export class Tap {
  readonly #server: Server
  readonly #target: URL
  readonly #heard: (text: string) => void
  readonly #sockets = new Set<Socket>()

  private constructor(target: string, heard: (text: string) => void) {
    this.#target = new URL(target)
    this.#heard = heard
    this.#server = createServer((near) => this.#join(near))
  }

  /** @param heard is told all that the server sends, as it comes; WebSocket's few bytes between two packets are in it too */
  static async open(target: string, heard: (text: string) => void): Promise<Tap> {
    const tap = new Tap(target, heard)
    await new Promise<void>((done) => tap.#server.listen(0, '127.0.0.1', done))
    return tap
  }

  /** Where one connects instead of to the server. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  /** Loses every connection, as a cable that is pulled does. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #join(near: Socket): void {
    const far = connect({ host: this.#target.hostname, port: Number(this.#target.port), noDelay: true })
    near.setNoDelay()
    const decoder = new StringDecoder('utf8')
    let before = ''
    far.on('data', (bytes) => {
      const text = before + decoder.write(bytes)
      before = text.slice(-OVERLAP)
      this.#heard(text)
      near.write(bytes)
    })
    near.on('data', (bytes) => far.write(bytes))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      // A connection that breaks is one that ends.
      one.on('error', () => one.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }
}
