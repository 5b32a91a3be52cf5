import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** How long a node may take to start, in milliseconds. */
const START_WITHIN = 30_000

export interface NodeProcessOptions {
  /** What node.js is given: the program, and what it is told. */
  readonly command: readonly string[]
  /** Where it runs. */
  readonly folder: string
  readonly port: number
  readonly env: Readonly<Record<string, string>>
}

/** How a process came to its end. */
interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A node as a process of its own, on one port through all its lives. */
export class NodeProcess {
  readonly port: number
  readonly #options: NodeProcessOptions
  #child: ChildProcess | undefined
  #ended: Promise<Ending> = Promise.resolve({ code: null, signal: null })
  #said = ''
  #asked = false

  constructor(options: NodeProcessOptions) {
    this.#options = options
    this.port = options.port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get pid(): number | undefined {
    return this.isThere ? this.#child?.pid : undefined
  }

  get isThere(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Whether it ended though nobody asked it to. */
  get fell(): boolean {
    return this.#child !== undefined && !this.isThere && !this.#asked
  }

  /** What it has written, over all its lives; the newest of it. */
  get said(): string {
    return this.#said
  }

  /** Resolves when it listens. @throws Error when it ends instead, or does neither */
  async start(): Promise<void> {
    const { command, folder, port, env } = this.#options
    const { PATH = '' } = process.env
    const child = spawn(process.execPath, command, {
      cwd: folder,
      env: { PATH, PORT: String(port), ...env },
      // By the first it learns that this process is gone, whatever that died of.
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#asked = false
    this.#ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
    const keep = (text: Buffer): void => {
      this.#said = (this.#said + text).slice(-20_000)
    }
    child.stderr.on('data', keep)
    child.stdout.on('data', keep)
    await this.#listening(child)
  }

  /** Ends it from one moment to the next. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Has it stop in order. @returns how it ended */
  stop(): Promise<Ending> {
    return this.#end('SIGTERM')
  }

  /** It stands still from now on, and knows nothing of it. */
  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  async #end(signal: NodeJS.Signals): Promise<Ending> {
    this.#asked = true
    if (this.isThere) this.#child?.kill(signal)
    return this.#ended
  }

  async #listening(child: ChildProcess): Promise<void> {
    const late = AbortSignal.timeout(START_WITHIN)
    const ended = this.#ended.then(({ code, signal }) => {
      throw new Error(`the node ended with ${code ?? signal}: ${this.#said}`)
    })
    const said = (async () => {
      for (;;) {
        const [text] = (await once(child.stdout ?? child, 'data', { signal: late })) as [Buffer]
        // What a node of the suite says, and what soc-draw itself does.
        if (/listening|soc-draw is at/.test(String(text))) return
      }
    })()
    said.catch(() => undefined)
    await Promise.race([said, ended])
    ended.catch(() => undefined)
  }
}

/** Ports on which nothing listens just now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}
