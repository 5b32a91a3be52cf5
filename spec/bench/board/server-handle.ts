import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(
  new URL(`./board-server.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

/** What the server's process has used so far: milliseconds of all its threads, and bytes of memory now. */
export interface Usage {
  readonly cpu: number
  readonly resident: number
}

/** The board's server in its own process. */
export class ServerHandle {
  readonly url: string
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, url: string) {
    this.#process = process
    this.url = url
  }

  static async start(folder: string, page: string, strokes: number): Promise<ServerHandle> {
    const child = fork(SCRIPT, [folder, page, String(strokes)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const started = await Promise.race([once(child, 'message'), once(child, 'exit')])
    const [{ url }] = started as [{ url?: string }]
    if (url === undefined) throw new Error('the server did not start')
    return new ServerHandle(child, url)
  }

  async usage(): Promise<Usage> {
    const answered = once(this.#process, 'message')
    this.#process.send('usage')
    const [usage] = (await answered) as [Usage]
    return usage
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.send('stop')
    await ended
  }
}
