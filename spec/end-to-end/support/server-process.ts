import { type ChildProcess, spawn } from 'node:child_process'
import { soon, waitFor } from './wait-for.ts'

/** How a process ended, and how long after it was asked to, in milliseconds. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly after: number
}

/** A server as a process of its own, with no environment but the one it is given; it keeps nothing, unless told where. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<Omit<Ending, 'after'>>
  #out = ''
  #errors = ''

  /** @param folder has the program, `server/main.js` by default, and `node_modules` somewhere above it */
  constructor(
    folder: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    program = 'server/main.js',
  ) {
    const command = [...(program.endsWith('.ts') ? ['--import', 'tsx'] : []), program, ...args]
    const { PATH = '' } = process.env
    this.#child = spawn(process.execPath, command, {
      cwd: folder,
      env: { PATH, DATA_DIR: 'memory', ...env },
      stdio: 'pipe',
    })
    this.#child.stdout?.on('data', (text) => {
      this.#out += text
    })
    this.#child.stderr?.on('data', (text) => {
      this.#errors += text
    })
    this.#ended = new Promise((resolve) => {
      // Later than `exit`: everything it wrote has arrived.
      this.#child.on('close', (code, signal) => resolve({ code, signal }))
    })
  }

  get out(): string {
    return this.#out
  }

  get errors(): string {
    return this.#errors
  }

  /** Where it listens, once it has said so. @throws Error when it ended instead, or said nothing for 20 s */
  async url(): Promise<string> {
    const said = /^soc-draw is at http:\/\/localhost:(\d+)$/m
    await waitFor(() => said.test(this.#out) || this.#child.exitCode !== null, 'the server said where it is', 20_000)
    const [, port] = said.exec(this.#out) ?? []
    if (!port) throw new Error(`the server ended: ${this.#errors}`)
    return `http://127.0.0.1:${port}`
  }

  /** How it ends by itself. */
  end(): Promise<Ending> {
    return this.#end('the server ended', 10_000)
  }

  /** Sends it a signal, and resolves with how it ended. */
  stop(signal: NodeJS.Signals): Promise<Ending> {
    this.#child.kill(signal)
    return this.#end(`the server ended after ${signal}`, 5000)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #end(what: string, within: number): Promise<Ending> {
    const asked = Date.now()
    const ended = await soon(this.#ended, what, within)
    return { ...ended, after: Date.now() - asked }
  }
}
