import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { compiledSources } from '../support/compiled.ts'

/** How long a server may take to start, in milliseconds: it opens what a killed one has left. */
const START_WITHIN = 30_000

/** A server as a process of its own, on one port and one folder, however often it is killed and started again. */
export class MortalServer {
  readonly #port: number
  readonly #folder: string
  readonly #script: string
  #child: ChildProcess | undefined
  #said = ''

  private constructor(port: number, folder: string, script: string) {
    this.#port = port
    this.#folder = folder
    this.#script = script
  }

  /** @param script a file of this folder, compiled, that is given the port, the folder and what `start` is given */
  static async create(folder: string, script = 'ledger-server.js'): Promise<MortalServer> {
    return new MortalServer(await freePort(), folder, join(await compiledSources(), 'spec/crash', script))
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** What it has written to its log of errors, over all its lives. */
  get said(): string {
    return this.#said
  }

  /** Begins to start it; `listening` resolves when it does. */
  start(...more: string[]): void {
    const child = spawn(process.execPath, [this.#script, String(this.#port), this.#folder, ...more], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stderr.on('data', (text) => {
      this.#said += text
    })
    child.stdout.on('data', (text: Buffer) => {
      if (!text.includes('listening')) this.#said += text
    })
    this.#child = child
  }

  /** @throws Error when it ends instead, or does neither */
  async listening(): Promise<void> {
    const child = this.#child
    if (!child?.stdout) throw new Error('it was not started')
    const ended = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`it ended with ${code}: ${this.#said}`)),
    )
    const late = AbortSignal.timeout(START_WITHIN)
    while (true) {
      const [text] = (await Promise.race([once(child.stdout, 'data', { signal: late }), ended])) as [Buffer]
      if (text.includes('listening')) return
    }
  }

  /** Writes a line to what it reads. */
  tell(line: string): void {
    this.#child?.stdin?.write(`${line}\n`)
  }

  /** Ends it from one moment to the next. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
