import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Who gets a core: what is measured, and what measures it. */
export type Role = 'server' | 'load'

const CORES = ownCores()

/** Whether server and load have a core each, so that neither's work takes the other's time. */
export const apart = CORES !== undefined

/**
 * Starts a script of this folder in a process of its own, on its role's core where there are two and `taskset`. It gets
 * what it is told as JSON in its first argument, is heard by messages, and ends with this process.
 */
export function startOn(role: Role, script: string, told: unknown): ChildProcess {
  const [command = process.execPath, ...before] = CORES ? ['taskset', '-c', CORES[role], process.execPath] : []
  const path = fileURLToPath(new URL(script, import.meta.url))
  // What a server logs goes where it costs the writing, but no disk.
  return spawn(command, [...before, path, JSON.stringify(told)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

/** The first message of a process. @throws Error when it ends without, or does not send one in time */
export async function firstMessage<Message>(child: ChildProcess, role: Role, seconds: number): Promise<Message> {
  const late = AbortSignal.timeout(seconds * 1000)
  const ended = once(child, 'exit', { signal: late }).then(([code, signal]) => {
    throw new Error(`the ${role} ended with ${code ?? signal}: see above`)
  })
  const told = once(child, 'message', { signal: late })
  try {
    const [message] = await Promise.race([told, ended])
    return message as Message
  } catch (error) {
    if (late.aborted) throw new Error(`the ${role} was not done after ${seconds} s`)
    throw error
  } finally {
    // Whichever lost the race has nobody to tell any more.
    ended.catch(() => undefined)
    told.catch(() => undefined)
  }
}

/** Ends a process at once, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** One core for each role, of those that this process may use; nothing where that can't be told, or there is only one. */
function ownCores(): Record<Role, string> | undefined {
  let told: string
  try {
    told = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' })
  } catch {
    return undefined // no `taskset` on this system
  }
  const cores = (told.split(': ')[1] ?? '')
    .trim()
    .split(',')
    .flatMap((range) => {
      const [from = Number.NaN, to = from] = range.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
    })
  const [server, load] = cores
  return server && load ? { server, load } : undefined
}
