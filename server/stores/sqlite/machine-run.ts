import { readFile } from 'node:fs/promises'
import { uptime } from 'node:os'

/** Names the run of the machine: it changes with each start of it, when what was not yet on disk is lost. */
export async function machineRun(now: number): Promise<string> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  } catch {
    // Other systems don't name it: the minute of the start does, but for clocks that are set.
    return `minute ${Math.round((now - uptime() * 1000) / 60_000)}`
  }
}
